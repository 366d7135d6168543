/** One command of an inbox topic is given to its case, and what that means for the record. */
import type { Command, Refusal } from '../../schemas/index';
import { RefusedError } from '../submit';
import type { Submit } from '../submit';

export interface AskParts {
  readonly submit: Submit;
  /** What only the persons behind cases can tell; throws `RefusedError`. */
  check(command: Command): Promise<void>;
  /** Whether the engine and somebody who works for it are there. Never throws. */
  isEngineThere(): Promise<boolean>;
}

/** `away`: nobody is answered now. `stuck`: others are, this case is not. */
export type Asked =
  | { readonly outcome: 'taken' | 'away' }
  | { readonly outcome: 'stuck'; readonly error: unknown }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** No word about the command: how things stand with the engine or with the case. */
const passing: readonly Refusal['code'][] = ['engine_unavailable', 'too_many_requests'];

/** Throws only what the check throws because the database is away. */
export async function askCase(parts: AskParts, command: Command): Promise<Asked> {
  try {
    await parts.check(command);
  } catch (error) {
    if (error instanceof RefusedError) return { outcome: 'refused', refusal: error.refusal };
    throw error;
  }
  try {
    await parts.submit(command);
    return { outcome: 'taken' };
  } catch (error) {
    if (error instanceof RefusedError && !passing.includes(error.refusal.code)) {
      return { outcome: 'refused', refusal: error.refusal };
    }
    return (await parts.isEngineThere()) ? { outcome: 'stuck', error } : { outcome: 'away' };
  }
}
