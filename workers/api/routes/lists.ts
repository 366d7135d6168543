import { z } from 'zod';
import {
  CantonCode, CasePage, CaseStatus, InstitutionId, UserId, WorklistCounts, WorklistName, worklistNames,
} from '../../../schemas/index'; // prettier-ignore
import type { CaseRow } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App, Page } from '../parts';

const pageOf = (page: Page<CaseRow>): { items: CaseRow[]; next?: string } => ({
  items: [...page.items],
  ...(page.next === undefined ? {} : { next: page.next }),
});

/** All cases that the caller may see. */
export const listRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases',
    schema: {
      operationId: 'listCases',
      summary: 'The cases the caller may see, newest first',
      tags: ['lists'],
      security: signedIn,
      querystring: PageQuery.extend({
        canton: CantonCode.optional(),
        status: CaseStatus.optional(),
        institution: InstitutionId.optional().describe('one that has a part in the case'),
        responsible: UserId.optional().describe('who works on it at the own institution'),
      }),
      response: { 200: CasePage, default: problemAnswer },
    },
    handler: async (request) =>
      pageOf(await parts.cases.listCases(viewerOf(callerOf(request)), request.query)),
  });
};

/** The cases that wait for somebody. */
export const worklistRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/worklists',
    schema: {
      operationId: 'countWorklists',
      summary: 'How many cases wait on each list',
      tags: ['lists'],
      security: signedIn,
      response: { 200: WorklistCounts, default: problemAnswer },
    },
    handler: async (request) => {
      const counts = await parts.cases.countWorklists(viewerOf(callerOf(request)));
      return { items: worklistNames.map((name) => ({ name, count: counts[name] })) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/worklists/:name',
    schema: {
      operationId: 'readWorklist',
      summary: 'The cases on one list, most urgent first',
      tags: ['lists'],
      security: signedIn,
      params: z.strictObject({ name: WorklistName }),
      querystring: PageQuery,
      response: { 200: CasePage, default: problemAnswer },
    },
    handler: async (request) => {
      const viewer = viewerOf(callerOf(request));
      return pageOf(await parts.cases.listWorklist(viewer, request.params.name, request.query));
    },
  });
};
