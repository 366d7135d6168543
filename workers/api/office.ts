/** What people may do for the institution they work at, and for one another. */
import type { Caller } from '../../infra/oidc/verify';
import { refused } from '../../infra/temporal/refusals';
import type { InstitutionId, Role } from '../../schemas/index';
import type { ApiParts } from './parts';

const working: readonly Role[] = ['officer', 'contact', 'coordinator', 'approver'];

/** The institution of somebody who works there. Throws `not_permitted`. */
export const officeOf = ({ actor }: Caller): InstitutionId => {
  if (!working.includes(actor.role)) throw refused('not_permitted');
  return actor.institutionId;
};

/**
 * Lets everybody act for themselves; for others of the institution its coordinators, and whom the
 * directory names as its management. Throws `not_permitted`.
 */
export const mustActFor = async (
  { directory }: Pick<ApiParts, 'directory'>,
  caller: Caller,
  userId: string,
): Promise<InstitutionId> => {
  const institutionId = officeOf(caller);
  const { userId: own, role } = caller.actor;
  if (userId === own || role === 'coordinator') return institutionId;
  const contacts = (await directory.findInstitution(institutionId))?.contacts ?? [];
  if (contacts.some((one) => one.userId === own && one.role === 'management')) return institutionId;
  throw refused('not_permitted');
};
