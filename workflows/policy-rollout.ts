/**
 * Moves the open cases over to published rules: waits for their first day, then goes through the
 * cases in batches, in order of their ids. It may stop anywhere and goes on there; a case keeps its
 * old rules until its turn comes, and one that can not be reached holds nobody up.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseId, Clock, RolloutProgress } from '../schemas/index';
import { toEngine } from '../domain/deadlines/clock';
import { localDate, localInstant } from '../domain/deadlines/dates';
import type { RolloutInput } from './contract';
import { adjustClockSignal, progressQuery, rolloutIdOf } from './contract';
import { domainNow, msUntil } from './now';
import { listCasesToMove, moveCases, saveProgress } from './proxies';

const batchSize = 50;
/** About ten history events a batch: after these the run hands over to the next. */
const batchesPerRun = 40;
/** How often, and after which pauses, cases that did not answer in time are asked again. */
const pauses = ['1m', '10m', '1h'] as const;

const unstarted: RolloutProgress = {
  state: 'waiting',
  total: 0,
  moved: 0,
  unchanged: 0,
  closed: 0,
  failed: [],
};

/** What a rollout holds in memory; rebuilt by replay. */
interface Memory {
  clock: Clock;
  progress: RolloutProgress;
  after: CaseId | undefined;
  late: readonly CaseId[];
}

/** One command id for the whole rollout, however often it is resumed. */
const commandId = (): string => `rollout:${workflowInfo().firstExecutionRunId}`;

const untilFirstDay = async (memory: Memory, startsOn: string): Promise<void> => {
  const start = localInstant(startsOn, '00:00');
  const left = (): number => msUntil(toEngine(memory.clock, start));
  while (left() > 0) {
    const { clock } = memory;
    await condition(() => memory.clock !== clock, left());
  }
};

const move = async (
  memory: Memory,
  ids: readonly CaseId[],
  { kind }: RolloutInput['rules'],
): Promise<void> => {
  const moves = await moveCases({ ids, commandId: commandId(), askAgain: kind === 'duty' });
  const which = (wanted: string): CaseId[] =>
    moves.filter(({ outcome }) => outcome === wanted).map(({ caseId }) => caseId);
  const { progress } = memory;
  memory.late = [...memory.late, ...which('late')];
  memory.progress = {
    ...progress,
    moved: progress.moved + which('moved').length,
    unchanged: progress.unchanged + which('unchanged').length,
    closed: progress.closed + which('closed').length,
    failed: [...progress.failed, ...which('lost')],
  };
};

type Ended = 'done' | 'superseded' | 'to be continued';

const throughCases = async (memory: Memory, { rules }: RolloutInput): Promise<Ended> => {
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const { after, clock } = memory;
    const on = localDate(domainNow(clock));
    const next = await listCasesToMove({ rules, on, after, limit: batchSize });
    if (!next.inForce) return 'superseded';
    if (after === undefined)
      memory.progress = { ...memory.progress, state: 'running', total: next.left };
    const last = next.ids.at(-1);
    if (last === undefined) return 'done';
    await move(memory, next.ids, rules);
    memory.after = last;
    await saveProgress(rolloutIdOf(rules), memory.progress);
  }
  return 'to be continued';
};

/** Asks those again that did not answer in time; who never does is named. */
const afterwards = async (memory: Memory, { rules }: RolloutInput): Promise<void> => {
  for (const pause of pauses) {
    if (memory.late.length === 0) return;
    await sleep(pause);
    const again = memory.late;
    memory.late = [];
    for (let from = 0; from < again.length; from += batchSize)
      await move(memory, again.slice(from, from + batchSize), rules);
  }
  const { progress, late } = memory;
  memory.progress = { ...progress, failed: [...progress.failed, ...late] };
};

export async function policyRolloutWorkflow(input: RolloutInput): Promise<RolloutProgress> {
  const { rules, startsOn, resumed } = input;
  const memory: Memory = {
    clock: input.clock,
    progress: resumed?.progress ?? unstarted,
    after: resumed?.after,
    late: resumed?.late ?? [],
  };
  setHandler(progressQuery, () => memory.progress);
  setHandler(adjustClockSignal, (moved) => {
    memory.clock = moved;
  });

  await untilFirstDay(memory, startsOn);
  const ended = await throughCases(memory, input);
  if (ended === 'to be continued') {
    await condition(allHandlersFinished);
    const { clock, progress, after, late } = memory;
    await continueAsNew<typeof policyRolloutWorkflow>({
      ...input,
      clock,
      resumed: { progress, late, ...(after === undefined ? {} : { after }) },
    });
  } else {
    await afterwards(memory, input);
    memory.progress = { ...memory.progress, state: ended };
    await saveProgress(rolloutIdOf(rules), memory.progress);
  }
  return memory.progress;
}
