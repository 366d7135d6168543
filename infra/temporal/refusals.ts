/** How a business refusal crosses Temporal: one failure type, the refusal as its detail. */
import { ApplicationFailure } from '@temporalio/common';
import { Refusal } from '../../schemas/index';
import type { refusalFailureType } from '../../workflows/contract';

/** The compiler keeps this in step with the contract, which an adapter may know by type only. */
const failureType: typeof refusalFailureType = 'Refusal';

/** A command was not taken, for a reason the asker can mend. */
export class RefusedError extends Error {
  constructor(
    readonly refusal: Refusal,
    options?: ErrorOptions,
  ) {
    super(`refused: ${refusal.code}`, options);
    this.name = 'RefusedError';
  }
}

/** Shorthand for throwing: `throw refused('not_found')`. */
export const refused = (
  code: Refusal['code'],
  details: Refusal['details'] = {},
  cause?: unknown,
): RefusedError => new RefusedError({ code, details }, cause === undefined ? undefined : { cause });

/** The refusal inside a failure of an Update, however deep; undefined when it is something else. */
export const refusalOf = (error: unknown): Refusal | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!(at instanceof ApplicationFailure) || at.type !== failureType) continue;
    const parsed = Refusal.safeParse(at.details?.[0]);
    if (parsed.success) return parsed.data;
  }
  return undefined;
};
