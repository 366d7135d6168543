import { DuplicateHints } from '../../../schemas/index';
import { caseForRunner } from '../caller';
import { findDuplicates } from '../../person/duplicates';
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
      const { viewer, state, relations } = await caseForRunner(parts, request, request.params.id);
      const coordinates = relations.includes('coordinator');
      const found = await findDuplicates(parts, state);
      const fields = ['person.officialName', 'person.firstName', 'person.birthDate', 'person.vn'];
      await parts.audit.append({ caseId: state.id, viewer, action: 'duplicates_sought', fields });
      return {
        items: found.map(({ caseId, reason }) => ({ reason, ...(coordinates && { caseId }) })),
      };
    },
  });
};
