/**
 * Asks the directory who is there on a day; the answer stays in the history of the case, as roles.
 * Reads only, so a second call is harmless. Final: nothing; an outage of the database is waited out.
 */
import type { InstitutionId, Presence } from '../schemas/index';
import type { Directory } from './ports';

export interface PresenceQuery {
  readonly institutionIds: readonly InstitutionId[];
  /** Plain date, Swiss time. */
  readonly on: string;
}

export const makeWhoIsThere =
  (directory: Directory) =>
  /** One entry per institution that the directory knows. */
  (query: PresenceQuery): Promise<readonly Presence[]> =>
    directory.listPresence(query);
