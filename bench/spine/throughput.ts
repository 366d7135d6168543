/**
 * Cases per second, from the registration to "the referral was read from the institution's topic",
 * beside bare workflows of the same shape. Both take turns, with equally many in flight.
 */
import { startBare, stepBare } from '../bare/peer';
import type { CaseId } from '../../schemas/index';
import { registration } from '../../test/workflows/stories';
import { cut } from './numbers';
import { inFlight } from './pace';
import type { Rig } from './rig';

export interface Throughput {
  readonly count: number;
  readonly inFlight: number;
  /** Cases a second. */
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
  /** The same for every turn, to show how steady the machine was. */
  readonly ratios: readonly number[];
}

/** Registers a case, confirms its verdict with one referral, waits until the recipient heard of it. */
export async function sendOneReferral({ say, ear }: Rig, caseId: CaseId): Promise<void> {
  await say(caseId, 'sg-rav', registration('sg'));
  await say(caseId, 'sg-rav', {
    kind: 'confirmVerdict',
    referrals: [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }],
  });
  await ear.heard('ch.relais.referral.sent.v1', caseId);
}

/** Start with an update of four activities, then an update of one; a timer stays armed. */
export async function doTheSameBare({ client }: Rig, id: string): Promise<void> {
  await startBare(client, id);
  await stepBare(client, id);
}

/** Plays every id once as a case and once bare. */
export async function measureThroughput(
  rig: Rig,
  ids: readonly CaseId[],
  plan: { readonly turns: number; readonly inFlight: number },
): Promise<Throughput> {
  const ratios: number[] = [];
  let oursMs = 0;
  let bareMs = 0;
  for (const turn of cut(ids, plan.turns)) {
    const bareTurnMs = await inFlight(turn, plan.inFlight, (id) => doTheSameBare(rig, id));
    const ourTurnMs = await inFlight(turn, plan.inFlight, (id) => sendOneReferral(rig, id));
    ratios.push(bareTurnMs / ourTurnMs);
    bareMs += bareTurnMs;
    oursMs += ourTurnMs;
  }
  return {
    count: ids.length,
    inFlight: plan.inFlight,
    ours: (ids.length * 1_000) / oursMs,
    bare: (ids.length * 1_000) / bareMs,
    ratio: bareMs / oursMs,
    ratios,
  };
}
