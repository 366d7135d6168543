import { relationsOf } from '../../../domain/permissions';
import { refused } from '../../../infra/temporal/refusals';
import { DuplicateHints } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { findDuplicates } from '../duplicates';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

/** Whether another open case of the canton may be about the same person. */
export const duplicateRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/duplicates',
    schema: {
      operationId: 'listDuplicates',
      summary: 'Other open cases that may be about the same person, with the reason',
      description:
        'A hint, never a merge. Coordinators read which cases; the registering office and the lead only that there are some, and nothing else of them.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      response: { 200: DuplicateHints, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const viewer = viewerOf(caller);
      const state = await parts.cases.findCase(viewer, request.params.id);
      if (state === undefined) throw refused('not_found');
      const relations = relationsOf(state, caller.actor);
      const coordinates = relations.includes('coordinator');
      if (!coordinates && !relations.includes('registering') && !relations.includes('lead'))
        throw refused('not_permitted');
      const found = await findDuplicates(parts, state);
      const fields = ['person.officialName', 'person.firstName', 'person.birthDate', 'person.vn'];
      await parts.audit.append({ caseId: state.id, viewer, action: 'duplicates_sought', fields });
      return {
        items: found.map(({ caseId, reason }) => ({ reason, ...(coordinates && { caseId }) })),
      };
    },
  });
};
