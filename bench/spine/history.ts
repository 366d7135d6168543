/** How long the history of SC01 gets, played through the running engine with a clock that races. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { toEngine } from '../../domain/deadlines/clock';
import { localInstant } from '../../domain/deadlines/dates';
import { bytesOf, countIn, mostTimersAtOnce, typesIn } from '../../test/workflows/history';
import { straightPath } from '../../test/workflows/stories';
import type { Clock } from '../../schemas/index';
import { caseWorkflowId } from '../../workflows/contract';
import type { Rig } from './rig';

export interface StoryHistory {
  readonly commands: number;
  readonly events: number;
  /** As JSON. */
  readonly bytes: number;
  readonly workflowTasks: number;
  readonly timersStarted: number;
  readonly mostTimersAtOnce: number;
}

const dayMs = 86_400_000;
/** Early in the day: a command that is due today comes before the office closes. */
const timeOfDay = '00:30';

/** Plays the thirteen months of SC01, each day so many engine milliseconds long. */
export async function measureHistory(rig: Rig, engineDayMs: number): Promise<StoryHistory> {
  const caseId = randomUUID();
  await rig.keepDossiers([caseId]);
  const clock: Clock = {
    engineOrigin: new Date().toISOString(),
    domainOrigin: localInstant(straightPath.startsOn, timeOfDay),
    rate: dayMs / engineDayMs,
  };
  const say = rig.sayOn(clock);
  for (const { on, by, body } of straightPath.lines) {
    const left = Date.parse(toEngine(clock, localInstant(on, timeOfDay))) - Date.now();
    if (left > 0) await delay(left);
    await say(caseId, by, body);
  }
  const handle = rig.client.workflow.getHandle(caseWorkflowId(caseId));
  await handle.result();
  const history = await handle.fetchHistory();
  return {
    commands: straightPath.lines.length,
    events: typesIn(history).length,
    bytes: bytesOf(history),
    workflowTasks: countIn(history, 'WORKFLOW_TASK_COMPLETED'),
    timersStarted: countIn(history, 'TIMER_STARTED'),
    mostTimersAtOnce: mostTimersAtOnce(history),
  };
}
