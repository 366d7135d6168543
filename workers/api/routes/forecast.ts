import { z } from 'zod';
import { addDays, localDate, localInstant } from '../../../domain/deadlines/dates';
import { toDomain } from '../../../domain/deadlines/clock';
import { Forecast, InstitutionId } from '../../../schemas/index';
import type { ForecastEntry } from '../../../schemas/index';
import type { WakingCase } from '../../../infra/prisma/forecast-reader';
import { callerOf, viewerOf } from '../caller';
import { foresee } from '../forecast';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App, Viewer } from '../parts';

const mostDays = 60;

const Query = PageQuery.extend({
  days: z.coerce.number().int().min(1).max(mostDays).default(14),
  institution: InstitutionId.optional().describe('only what this one owes'),
});

/** Who works on a case is known of the own office only, and said of what that office owes. */
const withPeople = (
  entries: readonly ForecastEntry[],
  { institutionId }: Viewer,
  cases: readonly WakingCase[],
): ForecastEntry[] => {
  const people = new Map(cases.map(({ state, responsible }) => [state.id, responsible]));
  return entries.map((entry) => {
    const responsible = entry.owedBy === institutionId ? people.get(entry.caseId) : undefined;
    return responsible === undefined ? entry : { ...entry, responsible };
  });
};

/** The next days of the cases that the caller may see, as they will be while nobody acts. */
export const forecastRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/forecast',
    schema: {
      operationId: 'readForecast',
      summary: 'What will happen in the next days while nobody acts',
      description:
        'Reminders, escalations, what ends by itself, follow-ups: the decisions of the engine with its clock moved. Rules that come into force on a later day are not looked at. A page holds the cases whose clocks speak first.',
      tags: ['lists'],
      security: signedIn,
      querystring: Query,
      response: { 200: Forecast, default: problemAnswer },
    },
    handler: async (request) => {
      const { days, institution, ...page } = request.query;
      const viewer = viewerOf(callerOf(request));
      const from = toDomain(await parts.clock.getClock(), new Date().toISOString());
      const today = localDate(from);
      const to = addDays(today, days);
      const until = localInstant(addDays(to, 1), '00:00');
      const filter = { before: until, institution };
      const [total, { items: cases, next }] = await Promise.all([
        parts.forecast.countWaking(viewer, filter),
        parts.forecast.listWaking(viewer, { ...filter, ...page }),
      ]);
      const states = cases.map(({ state }) => state);
      const { entries, withoutRules } = await foresee(parts, states, { today, from, until });
      const owed = entries.filter(
        ({ owedBy }) => institution === undefined || owedBy === institution,
      );
      return {
        from: today,
        to,
        cases: { total, looked: cases.length - withoutRules, withoutRules },
        items: withPeople(owed, viewer, cases),
        ...(next === undefined ? {} : { next }),
      };
    },
  });
};
