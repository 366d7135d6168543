/** What only the persons behind cases can tell when one is registered or opened again: who it is about. */
import { duplicateReason } from '../../domain/person/duplicates';
import { refused } from '../../infra/temporal/refusals';
import type { CantonCode, CaseId, CommandRequest, Person } from '../../schemas/index';
import type { CaseState } from '../../domain/case/state';
import { isErased } from '../../domain/case/state';
import type { PersonParts as Parts, Viewer } from './parts';

interface About {
  readonly viewer: Viewer;
  /** The case itself, which is no duplicate of its own. */
  readonly id: CaseId;
  readonly canton: CantonCode;
  readonly person: Person;
}

/**
 * Whoever may see an open case of the same person works on that one. Everybody else registers: the
 * case finds the other by itself and proposes the merge, and a coordinator decides.
 */
export const refuseDuplicate = async (
  { cases, dossiers }: Parts,
  { viewer, id, canton, person: { vn } }: About,
): Promise<void> => {
  if (vn === undefined) return;
  const open = await dossiers.findCasesByAhv(canton, vn);
  for (const caseId of open.filter((one) => one !== id)) {
    if ((await cases.findCase(viewer, caseId)) !== undefined)
      throw refused('already_registered', { caseId });
  }
};

/** A case continues one that is closed, that the office may see, and that is about this person. */
export const refuseStranger = async (
  { cases, dossiers }: Parts,
  asked: {
    readonly viewer: Viewer;
    readonly person: Person;
    readonly continues: CaseId | undefined;
  },
): Promise<void> => {
  const { viewer, person, continues } = asked;
  if (continues === undefined) return;
  const earlier = await cases.findCase(viewer, continues);
  if (earlier === undefined) throw refused('not_found');
  if (earlier.status !== 'closed') throw refused('already_registered', { caseId: continues });
  if (isErased(earlier)) throw refused('erased', { caseId: continues });
  const known = await dossiers.getDossier(continues, earlier.dossierRef);
  if (duplicateReason(person, known.person) === undefined)
    throw refused('not_the_same_person', { withCase: continues });
};

/** A draft that is submitted and a case that is opened again count as one more case of a person. */
export const checkOneCase = async (
  parts: Parts,
  asked: { readonly viewer: Viewer; readonly state: CaseState; readonly request: CommandRequest },
): Promise<void> => {
  const { viewer, state, request } = asked;
  const begins = { submitDraft: ['draft', 'preclarified'], reopenCase: ['closed'] };
  if (request.kind !== 'submitDraft' && request.kind !== 'reopenCase') return;
  // A repetition meets the case that it began itself.
  if (!begins[request.kind].includes(state.status)) return;
  const { id, canton, dossierRef } = state;
  const { person } = await parts.dossiers.getDossier(id, dossierRef);
  await refuseDuplicate(parts, { viewer, id, canton, person });
};
