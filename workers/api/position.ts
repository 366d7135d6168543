/** Where in the order of all steps a command stands, for lists that should hold what it did. */
import type { Caller } from '../../infra/oidc/verify';
import type { CaseId } from '../../schemas/index';
import { viewerOf } from './caller';
import type { ApiParts } from './parts';

export const positionHeader = 'relais-position';

/** The position of the step that made a version. A caller who sees no event of it waits for nothing. */
export const positionOf = async (
  { cases }: Pick<ApiParts, 'cases'>,
  caller: Caller,
  { caseId, version }: { readonly caseId: CaseId; readonly version: number },
): Promise<string> =>
  (await cases.findPosition(viewerOf(caller), caseId, version)) ?? cases.currentPosition();
