import { refused } from '../../../infra/temporal/refusals';
import { TimelinePage } from '../../../schemas/index';
import type { CaseEvent, TimelineEntry } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

/** An event for people: the same for every party, since it holds codes, ids and dates only. */
const entryOf = ({ seq, type, at, by, cause, data }: CaseEvent): TimelineEntry => ({
  seq,
  type,
  at,
  by,
  cause,
  data: { ...data },
});

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
      const viewer = viewerOf(callerOf(request));
      const { id } = request.params;
      if ((await parts.cases.findCase(viewer, id)) === undefined) throw refused('not_found');
      const page = await parts.cases.listTimeline(viewer, id, request.query);
      return { items: page.items.map(entryOf), ...(page.next && { next: page.next }) };
    },
  });
};
