/**
 * A case of ten years: thousands of commands one after the other, a tenth of them in each year. Is the last year as fast as the first, and does the case stay small?
 */
import { randomUUID } from 'node:crypto';
import { localInstant } from '../../domain/deadlines/dates';
import type { Clock, CommandBody } from '../../schemas/index';
import { bytesOf, typesIn } from '../../test/workflows/history';
import { registration } from '../../test/workflows/stories';
import { adjustClockSignal, caseWorkflowId, stateQuery } from '../../workflows/contract';
import { openRig } from '../spine/rig';
import type { Rig } from '../spine/rig';
import type { Installation } from '../spine/installation';
import { cut, spreadOf } from '../spine/numbers';
import type { Spread } from '../spine/numbers';

const years = 10;
export interface LongLife {
  readonly commands: number;
  readonly years: number;
  /** Milliseconds until the answer, in each tenth of its life. */
  readonly tenths: readonly Spread[];
  /** The median of the last tenth by that of the first. */
  readonly lastByFirst: number;
  readonly runs: number;
  /** Of the run in which it stands in the end. */
  readonly historyEvents: number;
  readonly historyBytes: number;
  readonly stateBytes: number;
}

/** What a file lives through: facts that are noted, the person who is called. */
const bodies: readonly CommandBody[] = [
  { kind: 'recordMilestone', milestone: 'language_level_reached' },
  { kind: 'recordContactTry', channel: 'phone', reached: true },
  { kind: 'recordMilestone', milestone: 'employment_started' },
  { kind: 'recordMilestone', milestone: 'employment_ended' },
];

const countRuns = async (rig: Rig, caseId: string): Promise<number> => {
  const query = `WorkflowId = '${caseWorkflowId(caseId)}'`;
  let runs = 0;
  for await (const { runId } of rig.client.workflow.list({ query })) runs += runId === '' ? 0 : 1;
  return runs;
};

/** A clock that stands in one of the years; the deadlines of the year before speak on the way. */
const clockIn = (year: number): Clock => ({
  engineOrigin: new Date().toISOString(),
  domainOrigin: localInstant(`${String(2026 + year)}-02-02`, '09:00'),
  rate: 1,
});

const live = async (rig: Rig, commands: number): Promise<LongLife> => {
  const caseId = randomUUID();
  await rig.keepDossiers([caseId]);
  const say = rig.sayOn(clockIn(0));
  await say(caseId, 'sg-rav', registration('sg'));
  const handle = rig.client.workflow.getHandle(caseWorkflowId(caseId));
  const times: number[] = [];
  for (let number = 0; number < commands; number += 1) {
    const body = bodies[number % bodies.length];
    if (body === undefined) break;
    const year = Math.floor((number * years) / commands);
    if (year > Math.floor(((number - 1) * years) / commands))
      await handle.signal(adjustClockSignal, clockIn(year));
    const startedMs = performance.now();
    await say(caseId, 'sg-rav', body);
    times.push(performance.now() - startedMs);
  }
  const [state, history, runs] = await Promise.all([
    handle.query(stateQuery),
    handle.fetchHistory(),
    countRuns(rig, caseId),
  ]);
  const tenths = cut(times, 10).map(spreadOf);
  return {
    commands,
    years,
    tenths,
    lastByFirst: (tenths.at(-1)?.p50 ?? Number.NaN) / (tenths[0]?.p50 ?? Number.NaN),
    runs,
    historyEvents: typesIn(history).length,
    historyBytes: bytesOf(history),
    stateBytes: Buffer.byteLength(JSON.stringify(state)),
  };
};

/** Plays one long life through the running installation. */
export async function measureLongLife(at: Installation, commands: number): Promise<LongLife> {
  const rig = await openRig(at);
  try {
    return await live(rig, commands);
  } finally {
    await rig.close();
  }
}

const figure = (value: number): string => value.toFixed(1).padStart(8);

/** The report in words. */
export const longLifeText = (life: LongLife): string =>
  [
    `one case, ${String(life.years)} years, ${String(life.commands)} commands, ${String(life.runs)} runs`,
    'tenth     p50 ms   p99 ms',
    ...life.tenths.map(
      ({ p50, p99 }, tenth) => `${String(tenth + 1).padStart(5)} ${figure(p50)} ${figure(p99)}`,
    ),
    `last tenth : first tenth at p50   ${life.lastByFirst.toFixed(2)}`,
    `state ${String(life.stateBytes)} bytes; history of its last run ${String(life.historyEvents)} events, ${String(life.historyBytes)} bytes`,
    '',
  ].join('\n');
