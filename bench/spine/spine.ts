/** The spine: command → case → Postgres → relay → Kafka, measured beside its bare parts in one run. */
import { randomUUID } from 'node:crypto';
import { inStep } from '../../infra/engines/progress';
import type { OnProgress } from '../../infra/engines/progress';
import { measureHistory } from './history';
import type { Installation } from './installation';
import { measureLatency } from './latency';
import { readMemory } from './memory';
import { inFlight } from './pace';
import type { Machine, Report } from './report';
import type { Rig } from './rig';
import { openRig } from './rig';
import { doTheSameBare, measureThroughput, sendOneReferral } from './throughput';

/** How much of each; the warm-up cases and those of the throughput are accepted afterwards. */
const sizes = {
  quick: { warmUp: 20, cases: 100, accepts: 100, turns: 2, engineDayMs: 100 },
  full: { warmUp: 100, cases: 500, accepts: 600, turns: 4, engineDayMs: 200 },
} as const;
const casesInFlight = 16;
const perSecond = 20;

export interface SpinePlan {
  readonly size: keyof typeof sizes;
  readonly machine: Machine;
  readonly onProgress: OnProgress;
}

async function measure(rig: Rig, at: Installation, plan: SpinePlan): Promise<Report> {
  const { size, machine, onProgress: on } = plan;
  const { warmUp, cases, accepts, turns, engineDayMs } = sizes[size];
  const step = <T>(name: string, work: () => Promise<T>): Promise<T> => inStep({ on, name }, work);

  const memoryIdle = readMemory(at.processes());
  const ids = Array.from({ length: warmUp + cases }, () => randomUUID());
  await step('dossiers', () => rig.keepDossiers(ids));
  await step('warm-up', async () => {
    const first = ids.slice(0, warmUp);
    await inFlight(first, casesInFlight, (id) => doTheSameBare(rig, id));
    await inFlight(first, casesInFlight, (id) => sendOneReferral(rig, id));
  });
  const throughput = await step('throughput', () =>
    measureThroughput(rig, ids.slice(warmUp), { turns, inFlight: casesInFlight }),
  );
  const latency = await step('latency', () =>
    measureLatency(rig, ids.slice(-accepts), { turns, perSecond }),
  );
  const memory = readMemory(at.processes());
  const history = await step('history of SC01', () => measureHistory(rig, engineDayMs));
  return { size, machine, throughput, latency, history, memoryIdle, memory };
}

/** Takes all figures on a running installation. */
export async function measureSpine(at: Installation, plan: SpinePlan): Promise<Report> {
  const rig = await openRig(at);
  try {
    return await measure(rig, at, plan);
  } finally {
    await rig.close();
  }
}
