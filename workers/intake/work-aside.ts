/**
 * Tries again what was put aside. Idempotency key: institution and event id, as in the topic; a
 * second try gives the case the same command id. Who dies in the middle leaves a lease that runs out.
 * While the engine is away nothing counts as a try and nobody is refused.
 */
import type { AsideStore, WaitingCommand } from '../../infra/prisma/aside-store';
import type { Log } from '../../infra/telemetry/log';
import type { Refusal } from '../../schemas/index';
import { askCase } from './ask-case';
import type { AskParts, Asked } from './ask-case';
import type { TellSender } from './tell-sender';

export interface AsideParts extends AskParts {
  readonly aside: AsideStore;
  readonly tellSender: TellSender;
  readonly log: Log;
  /** How long one case may fail before its sender is told. Milliseconds. */
  readonly patienceMs?: number;
  readonly firstPauseMs?: number;
}

const dayMs = 86_400_000;
/** Time in which the engine was away is nobody's fault: a case has failed so often before it counts. */
const leastTries = 5;
const atOnce = 8;
/** Longer than a command may take and its sender be told. */
const leaseMs = 60_000;
const longestPauseMs = 300_000;
const awayPauseMs = 1_000;

const refusalIn = (
  asked: Asked,
  { patienceMs = dayMs }: AsideParts,
  { waitedMs, tries }: WaitingCommand,
): Refusal | undefined => {
  if (asked.outcome === 'refused') return asked.refusal;
  return asked.outcome === 'stuck' && waitedMs >= patienceMs && tries >= leastTries
    ? { code: 'engine_unavailable', details: {} }
    : undefined;
};

async function tryAgain(parts: AsideParts, waiting: WaitingCommand): Promise<void> {
  const { aside, tellSender, log, firstPauseMs = 1_000 } = parts;
  const { institutionId, eventId, command, place, tries, id } = waiting;
  const asked = await askCase(parts, command);
  if (asked.outcome === 'taken') return aside.settle(waiting, 'taken');
  const refusal = refusalIn(asked, parts, waiting);
  if (refusal !== undefined) {
    await tellSender({ institutionId, eventId, place, subject: command.caseId, refusal });
    return aside.settle(waiting, refusal.code);
  }
  if (asked.outcome === 'away') return aside.postpone(id, { pauseMs: awayPauseMs, tries });
  log.warn({ institutionId, eventId, tries }, 'the case still does not take this command');
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(tries, 20), longestPauseMs);
  return aside.postpone(id, { pauseMs, tries: tries + 1 });
}

/** One round over what is due; gives how many were tried. Throws when the database is away. */
export async function asideRound(parts: AsideParts): Promise<number> {
  const due = await parts.aside.claimDue({ limit: atOnce, leaseMs });
  await Promise.all(due.map((waiting) => tryAgain(parts, waiting)));
  return due.length;
}
