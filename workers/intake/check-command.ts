/** What only persons can tell of a command of an inbox topic, by the same checks as in the API. */
import { refused } from '../../infra/temporal/refusals';
import type { Command } from '../../schemas/index';
import { checkPersons } from '../person/check';
import type { PersonParts } from '../person/parts';

/** Throws `RefusedError`; a case that the institution may not see is not found. */
export const makeCheckCommand =
  (parts: PersonParts) =>
  async ({ actor: viewer, caseId, body }: Command): Promise<void> => {
    const isMerge = body.kind === 'proposeMerge' || body.kind === 'acceptMerge';
    if (!isMerge && body.kind !== 'submitDraft' && body.kind !== 'reopenCase') return;
    const state = await parts.cases.findCase(viewer, caseId);
    if (state === undefined) throw refused('not_found');
    await checkPersons(parts, { viewer, state, request: body });
  };
