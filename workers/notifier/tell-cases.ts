/**
 * A notice that was given up becomes a fact of its case. Idempotency key: the notice and when it was
 * given up, from which the command id follows; who dies in the middle tells the case once more, and it
 * answers the same.
 */
import type { Undelivered, UndeliveredStore } from '../../infra/prisma/undelivered-store';
import type { Log } from '../../infra/telemetry/log';
import { RefusedError, derivedId } from '../submit';
import type { Submit } from '../submit';

export interface TellParts {
  readonly undelivered: UndeliveredStore;
  readonly submit: Submit;
  readonly log: Log;
}

const batchSize = 20;
const engine = { userId: 'engine', role: 'system' } as const;

/** False when the case can not be reached now. */
async function tellCase(parts: TellParts, failure: Undelivered): Promise<boolean> {
  const { id, caseId, to, notice, error, referralId, failedAt } = failure;
  const about = referralId === null ? {} : { about: referralId };
  try {
    await parts.submit({
      commandId: derivedId('undelivered', id, failedAt),
      caseId,
      actor: engine,
      body: { kind: 'noteUndelivered', to, notice, error, ...about },
    });
  } catch (cause) {
    if (!(cause instanceof RefusedError)) throw cause;
    if (cause.refusal.code === 'engine_unavailable') return false;
    // The case has ended meanwhile: nobody reads it for this.
    parts.log.info({ id, code: cause.refusal.code }, 'a failed notice was not taken by its case');
  }
  await parts.undelivered.markTold(failure);
  return true;
}

/** Tells cases of what did not arrive; returns how many were told. Rejects when the database is away. */
export async function tellCases(parts: TellParts): Promise<number> {
  const failures = await parts.undelivered.listUntold(batchSize);
  const told = await Promise.all(failures.map((failure) => tellCase(parts, failure)));
  return told.filter(Boolean).length;
}
