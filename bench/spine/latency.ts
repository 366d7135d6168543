/**
 * From the command "accept the referral" to the sender's consumer, at a steady rate, beside the two
 * things it cannot do without: an Update, and a record through the broker. The three take turns.
 */
import { bareType, stepBare } from '../bare/peer';
import type { CaseId } from '../../schemas/index';
import { cut, spreadOf } from './numbers';
import type { Spread } from './numbers';
import { atRate } from './pace';
import type { Rig } from './rig';

export interface Latency {
  readonly perSecond: number;
  readonly bareUpdate: Spread;
  readonly bareRecord: Spread;
  /** Until the command was answered: recorded in Postgres, events and outbox together. */
  readonly answered: Spread;
  /** Until the consumer of the sending institution had the notice in hand. */
  readonly heard: Spread;
}

interface Samples {
  readonly bareUpdate: number[];
  readonly bareRecord: number[];
  readonly answered: number[];
  readonly heard: number[];
}

const since = (dueMs: number): number => performance.now() - dueMs;

async function accept({ say, ear }: Rig, caseId: CaseId, dueMs: number) {
  const body = { kind: 'acceptReferral', referralId: 'R1', claimsLead: false } as const;
  const [answered, heardAtMs] = await Promise.all([
    say(caseId, 'sg-iv', body).then(() => since(dueMs)),
    ear.heard('ch.relais.referral.accepted.v1', caseId),
  ]);
  return { answered, heard: heardAtMs - dueMs };
}

async function takeTurn(
  rig: Rig,
  ids: readonly CaseId[],
  { perSecond, into }: { readonly perSecond: number; readonly into: Samples },
): Promise<void> {
  const updates = await atRate(ids, perSecond, async (id, dueMs) => {
    await stepBare(rig.client, id);
    return since(dueMs);
  });
  const records = await atRate(ids, perSecond, async (id, dueMs) => {
    // A key of its own: the same case will be heard of once more, through the engine.
    const key = `${id.slice(0, -4)}bbbb`;
    await rig.producer.send(key);
    return (await rig.ear.heard(bareType, key)) - dueMs;
  });
  const accepts = await atRate(ids, perSecond, (id, dueMs) => accept(rig, id, dueMs));
  into.bareUpdate.push(...updates);
  into.bareRecord.push(...records);
  into.answered.push(...accepts.map(({ answered }) => answered));
  into.heard.push(...accepts.map(({ heard }) => heard));
}

/** Every id names a case whose referral R1 waits at sg-iv, and a bare workflow that waits too. */
export async function measureLatency(
  rig: Rig,
  ids: readonly CaseId[],
  plan: { readonly turns: number; readonly perSecond: number },
): Promise<Latency> {
  const into: Samples = { bareUpdate: [], bareRecord: [], answered: [], heard: [] };
  const { perSecond } = plan;
  for (const turn of cut(ids, plan.turns)) await takeTurn(rig, turn, { perSecond, into });
  return {
    perSecond,
    bareUpdate: spreadOf(into.bareUpdate),
    bareRecord: spreadOf(into.bareRecord),
    answered: spreadOf(into.answered),
    heard: spreadOf(into.heard),
  };
}
