import { z } from 'zod';
import {
  Board, CaseFilters, CaseOrder, CasePage, Position, WorklistCounts, WorklistName,
} from '../../../schemas/index'; // prettier-ignore
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App } from '../parts';

const tags = ['lists'];
const atLeast = Position.optional().describe(
  'the `position` of a command or an event: the list waits for it, two seconds at most, and says in `complete` whether it holds it',
);
const ListQuery = PageQuery.extend({ ...CaseFilters.shape, atLeast });

const mostInColumn = 50;
const BoardQuery = CaseFilters.extend({
  limit: z.coerce.number().int().min(1).max(mostInColumn).default(10),
  atLeast,
});

/** All cases that the caller may see. */
export const listRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases',
    schema: {
      operationId: 'listCases',
      summary: 'The cases the caller may see, newest first or what escalates next first',
      tags,
      security: signedIn,
      querystring: ListQuery.extend({ order: CaseOrder.default('newest') }),
      response: { 200: CasePage, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const page = await parts.cases.listCases(viewerOf(callerOf(request)), request.query);
      return reply.send({ ...page, items: [...page.items] });
    },
  });
};

/** Open cases by stage. */
export const boardRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/board',
    schema: {
      operationId: 'readBoard',
      summary: 'The open cases by stage: how many, and which of them escalate next',
      tags,
      security: signedIn,
      querystring: BoardQuery,
      response: { 200: Board, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const { columns, ...age } = await parts.cases.readBoard(
        viewerOf(callerOf(request)),
        request.query,
      );
      const shown = columns.map((column) => ({ ...column, items: [...column.items] }));
      return reply.send({ columns: shown, ...age });
    },
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
      tags,
      security: signedIn,
      querystring: CaseFilters.omit({ level: true }).extend({ atLeast }),
      response: { 200: WorklistCounts, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const viewer = viewerOf(callerOf(request));
      const { items, ...age } = await parts.cases.countWorklists(viewer, request.query);
      return reply.send({ items: [...items], ...age });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/worklists/:name',
    schema: {
      operationId: 'readWorklist',
      summary: 'The cases on one list, what escalates next first',
      tags,
      security: signedIn,
      params: z.strictObject({ name: WorklistName }),
      querystring: ListQuery,
      response: { 200: CasePage, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const viewer = viewerOf(callerOf(request));
      const page = await parts.cases.listWorklist(viewer, request.params.name, request.query);
      return reply.send({ ...page, items: [...page.items] });
    },
  });
};
