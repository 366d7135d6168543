import type { CaseState } from '../../../domain/case/state';
import { shownData } from '../../../domain/view';
import { refused } from '../../../infra/temporal/refusals';
import { TimelinePage } from '../../../schemas/index';
import type { Actor, CaseEvent, TimelineEntry } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

/** An event for people: codes, ids and dates. */
const entryFor =
  (state: CaseState, reader: Actor) =>
  (event: CaseEvent): TimelineEntry => {
    const { seq, type, at, by, cause } = event;
    return { seq, type, at, by, cause, data: { ...shownData(state, reader, event) } };
  };

/** Read the history of a case. */
export const timelineRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/timeline',
    schema: {
      operationId: 'readTimeline',
      summary: 'What happened in a case, oldest first',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      querystring: PageQuery,
      response: { 200: TimelinePage, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const viewer = viewerOf(caller);
      const { id } = request.params;
      const state = await parts.cases.findCase(viewer, id);
      if (state === undefined) throw refused('not_found');
      const page = await parts.cases.listTimeline(viewer, id, request.query);
      return {
        items: page.items.map(entryFor(state, caller.actor)),
        ...(page.next && { next: page.next }),
      };
    },
  });
};
