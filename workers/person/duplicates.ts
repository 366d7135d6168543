/** Other open cases that may be about the person of a case: looked for by number, then by name. */
import type { CaseState } from '../../domain/case/state';
import type { DuplicateReason } from '../../domain/person/duplicates';
import { duplicateReason, nameTokens } from '../../domain/person/duplicates';
import { refused } from '../../infra/temporal/refusals';
import type { CaseId, CommandRequest } from '../../schemas/index';
import type { PersonParts, Viewer } from './parts';

export interface Duplicate {
  readonly caseId: CaseId;
  readonly reason: DuplicateReason;
}

/** Those that people told apart from this case are left out. The oldest first. */
export const findDuplicates = async (
  { dossiers }: Pick<PersonParts, 'dossiers'>,
  { id: caseId, canton, dossierRef }: CaseState,
): Promise<readonly Duplicate[]> => {
  const { person } = await dossiers.getDossier(caseId, dossierRef);
  const { vn } = person;
  const found = await dossiers.findLookalikes({ caseId, canton, vn, words: nameTokens(person) });
  return found.flatMap((one): Duplicate[] => {
    const reason = duplicateReason(person, one.dossier.person);
    return reason === undefined ? [] : [{ caseId: one.caseId, reason }];
  });
};

/**
 * What only the persons behind two cases can tell: that a merge is proposed with a case that may be
 * about the same one, and accepted while that case is still open. Throws `RefusedError`.
 */
export const checkMerge = async (
  parts: PersonParts,
  asked: { readonly viewer: Viewer; readonly state: CaseState; readonly request: CommandRequest },
): Promise<void> => {
  const { state, viewer, request } = asked;
  if (request.kind === 'proposeMerge') {
    const { withCase } = request;
    const known = await findDuplicates(parts, state);
    if (!known.some(({ caseId }) => caseId === withCase))
      throw refused('not_the_same_person', { withCase });
  }
  if (request.kind === 'acceptMerge' && state.mergeWith !== undefined) {
    const other = await parts.cases.findCase(viewer, state.mergeWith);
    if (other !== undefined && other.status === 'closed')
      throw refused('not_allowed_in_this_state', { status: other.status });
  }
};
