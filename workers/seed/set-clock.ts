/**
 * Where domain time stands when the installation starts. Production is the clock on the wall. A bent
 * clock stops with the installation: it goes on from the last instant that any case has seen, and
 * every open case and rollout is told, so that nothing seems overdue only because nobody was running.
 */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Config } from '../../infra/config';
import type { ClockStore } from '../../infra/prisma/clock-store';
import type { Rollouts } from '../../infra/prisma/rollout-store';
import type { RunningCases } from '../../infra/prisma/running-cases';
import type { Clock } from '../../schemas/index';
import { adjustClockSignal, caseWorkflowId, rolloutWorkflowId } from '../../workflows/contract';

/** One demo day in four seconds. */
export const demoRate = 21_600;
const signalsAtOnce = 20;

export interface ClockParts {
  readonly config: Config;
  readonly clockStore: ClockStore;
  readonly cases: RunningCases;
  readonly rollouts: Pick<Rollouts, 'listUnfinished'>;
  readonly client: Client;
}

const isIdentity = (clock: Clock): boolean =>
  clock.rate === 1 && Date.parse(clock.engineOrigin) === Date.parse(clock.domainOrigin);

const laterOf = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);

const rateOf = ({ profile, clock }: Config): number =>
  profile === 'demo' && clock.rate === 1 ? demoRate : clock.rate;

/** The clock to run with from `now` on; undefined when the present one may stay. */
export function nextClock(
  config: Config,
  found: { readonly clock: Clock; readonly lastChange: string | undefined },
  now: string,
): Clock | undefined {
  const rate = rateOf(config);
  const { clock, lastChange } = found;
  if (rate === 1 && isIdentity(clock) && config.clock.domainOrigin === undefined) return undefined;
  if (config.profile === 'production') {
    throw new Error('the stored clock is bent: this database belongs to a demonstration');
  }
  if (lastChange === undefined) {
    return { engineOrigin: now, domainOrigin: config.clock.domainOrigin ?? now, rate };
  }
  const stoppedAt = isIdentity(clock) ? lastChange : laterOf(clock.domainOrigin, lastChange);
  return { engineOrigin: now, domainOrigin: stoppedAt, rate };
}

async function tell(client: Client, workflowId: string, clock: Clock): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(adjustClockSignal, clock);
  } catch (error) {
    // Its workflow ended or was never taken over by this Temporal: there is no timer to move.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Sets the clock and tells open cases and rollouts. A second call moves all on again; no harm is done. */
export async function setClock(parts: ClockParts): Promise<{ clock: Clock; told: number }> {
  const { config, clockStore, cases, rollouts, client } = parts;
  const found = { clock: await clockStore.getClock(), lastChange: await cases.findLastChange() };
  const clock = nextClock(config, found, new Date().toISOString());
  if (clock === undefined) return { clock: found.clock, told: 0 };
  // First what new cases read, then the cases that run.
  await clockStore.setClock(clock);
  const open = await cases.listOpenCaseIds();
  const running = [
    ...open.map(caseWorkflowId),
    ...(await rollouts.listUnfinished()).map(rolloutWorkflowId),
  ];
  for (let from = 0; from < running.length; from += signalsAtOnce) {
    const some = running.slice(from, from + signalsAtOnce);
    await Promise.all(some.map((workflowId) => tell(client, workflowId, clock)));
  }
  return { clock, told: open.length };
}
