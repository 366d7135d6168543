import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { SavedView, SavedViewRequest, SavedViews, mostSavedViews } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const tags = ['lists'];
const params = z.strictObject({ id: z.uuid().describe('of the caller’s choice') });

/** Views with their filters that a person keeps for another day. Nobody else sees them. */
export const savedViewRoutes = (app: App, parts: ApiParts): void => {
  readRoute(app, parts);
  writeRoutes(app, parts);
};

const readRoute = (app: App, { savedViews }: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/saved-views',
    schema: {
      operationId: 'listSavedViews',
      summary: 'The views the caller keeps, by name',
      tags,
      security: signedIn,
      response: { 200: SavedViews, default: problemAnswer },
    },
    handler: async (request) => ({
      items: [...(await savedViews.listViews(viewerOf(callerOf(request))))],
    }),
  });
};

const writeRoutes = (app: App, { savedViews }: ApiParts): void => {
  app.route({
    method: 'PUT',
    url: '/v1/saved-views/:id',
    schema: {
      operationId: 'keepView',
      summary: 'Keep a view, or keep it under this id as something else',
      tags,
      security: signedIn,
      params,
      body: SavedViewRequest,
      response: { 200: SavedView, default: problemAnswer },
    },
    handler: async (request) => {
      const viewer = viewerOf(callerOf(request));
      const kept = await savedViews.keepView(viewer, request.params.id, request.body);
      if (kept === undefined) throw refused('too_many_views', { most: mostSavedViews });
      return kept;
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/saved-views/:id',
    schema: {
      operationId: 'dropView',
      summary: 'Keep a view no longer; one that is not there is no fault',
      tags,
      security: signedIn,
      params,
      response: { 204: z.null(), default: problemAnswer },
    },
    handler: async (request, reply) => {
      await savedViews.dropView(viewerOf(callerOf(request)), request.params.id);
      return reply.code(204).send(null);
    },
  });
};
