import { z } from 'zod';
import { addMonths } from '../../../domain/deadlines/dates';
import { withoutSmall } from '../../../domain/monitoring/small-cells';
import { refused } from '../../../infra/temporal/refusals';
import { Indicators, PlainDate, smallestCount } from '../../../schemas/index';
import { callerOf } from '../caller';
import { todayOf } from '../facts';
import { csvOf } from '../indicators';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { InvalidRequest } from '../validate';

const readers = ['coordinator', 'strategic', 'auditor'] as const;

const Query = z.strictObject({
  from: PlainDate.optional().describe('twelve months ago when absent'),
  to: PlainDate.optional().describe('today when absent; itself included'),
  format: z.enum(['json', 'csv']).default('json'),
});

/** What happened in a canton, in figures. */
export const indicatorRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/indicators',
    schema: {
      operationId: 'readIndicators',
      summary: 'Figures of the canton over a time, by office, pair and reason',
      description:
        'For coordinators, the strategic level and auditors; never a case, never a person. Whoever does not work on the cases sees no figure behind which fewer than five stand, and none from which such a figure could be reckoned. What each figure counts is in the texts, `indicator.<name>`. `format=csv` gives the same figures for a spreadsheet.',
      tags: ['lists'],
      security: signedIn,
      querystring: Query,
      response: { 200: Indicators, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const { actor, canton } = callerOf(request);
      if (!readers.some((role) => role === actor.role)) throw refused('not_permitted');
      const today = await todayOf(parts.clock);
      const { to = today, format } = request.query;
      const { from = addMonths(to, -12) } = request.query;
      if (from > to) {
        throw new InvalidRequest('query', [{ path: 'from', expected: 'a day not after `to`' }]);
      }
      const least = actor.role === 'coordinator' ? 1 : smallestCount;
      const figures = await parts.indicators.listIndicators({ canton, from, to });
      const items = [...withoutSmall(figures, least)];
      if (format === 'json') return { canton, from, to, smallestCount: least, items };
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="relais-${canton}-${from}-${to}.csv"`)
        .send(csvOf(items) as unknown as z.infer<typeof Indicators>);
    },
  });
};
