/** An institution that reads a case has seen what it was told of it. */
import type { Caller } from '../../infra/oidc/verify';
import type { CaseId } from '../../schemas/index';
import type { ApiParts } from './parts';

/** Overseers who look at a case do not read for anybody. */
export const noteRead = async (
  { notices }: Pick<ApiParts, 'notices'>,
  { actor }: Caller,
  caseId: CaseId,
): Promise<void> => {
  if (actor.role === 'auditor') return;
  await notices.deliveries.noteRead(caseId, actor.institutionId);
};
