import { RefusedError } from '../../infra/temporal/refusals';
import type { AllowedAction } from '../../schemas/index';

/** A command for an older version of its case, with what the caller may do in the one that is there. */
export class StaleCommand extends RefusedError {
  constructor(
    readonly allowedActions: readonly AllowedAction[],
    { refusal }: RefusedError,
    /** The version that is there now. */
    version: number,
  ) {
    super({ code: refusal.code, details: { ...refusal.details, actual: version } });
    this.name = 'StaleCommand';
  }
}
