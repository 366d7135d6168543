import { z } from 'zod';
import { isErased } from '../../../domain/case/state';
import { visibleDossier } from '../../../domain/consent/field-filter';
import { toDomain } from '../../../domain/deadlines/clock';
import type { Caller } from '../../../infra/oidc/verify';
import { CaseNames, mostNames } from '../../../schemas/index';
import type { CaseId, CaseName } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const one = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const Ids = z
  .string()
  .regex(new RegExp(`^${one}(,${one}){0,${mostNames - 1}}$`), {
    error: `expected one to ${mostNames} case ids, separated by commas`,
  })
  .describe(`case ids, separated by commas; ${mostNames} at most`);

/** As far as the caller's part in each case opens the name today, as with the dossier itself. */
const readNames = async (
  parts: ApiParts,
  caller: Caller,
  ids: readonly CaseId[],
): Promise<CaseName[]> => {
  const states = (await parts.cases.findCases(viewerOf(caller), ids)).filter(
    (state) => !isErased(state),
  );
  const places = states.map(({ id: caseId, dossierRef: ref }) => ({ caseId, ref }));
  const dossiers = new Map(
    (await parts.dossiers.findDossiers(places)).map(({ caseId, dossier }) => [caseId, dossier]),
  );
  const now = toDomain(await parts.clock.getClock(), new Date().toISOString());
  return states.flatMap((state) => {
    const dossier = dossiers.get(state.id);
    if (dossier === undefined) return [];
    const { person } = visibleDossier(dossier, state, { actor: caller.actor, now });
    const { officialName, firstName } = person;
    return officialName === undefined || firstName === undefined
      ? []
      : [{ caseId: state.id, officialName, firstName }];
  });
};

/** The names behind the lines of a list: lists themselves hold no person. */
export const nameRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/names',
    schema: {
      operationId: 'readNames',
      summary: 'The names of the persons of some cases, as far as the caller may read them',
      description:
        'A case whose person the caller may not read is not in the answer. Every name is written to the audit log before it is answered: ask once, and keep them as long as the list is open.',
      tags: ['lists'],
      security: signedIn,
      querystring: z.strictObject({ ids: Ids }),
      response: { 200: CaseNames, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const items = await readNames(parts, caller, [...new Set(request.query.ids.split(','))]);
      const read = {
        viewer: viewerOf(caller),
        action: 'name_read',
        fields: ['person.officialName', 'person.firstName'],
      };
      // First the log, then the answer: a read that cannot be noted does not happen.
      const ids = items.map(({ caseId }) => caseId);
      if (ids.length > 0) await parts.audit.appendAll(ids, read);
      return { items };
    },
  });
};
