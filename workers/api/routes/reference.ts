import { z } from 'zod';
import { toDomain } from '../../../domain/deadlines/clock';
import { refused } from '../../../infra/temporal/refusals';
import {
  CantonCode, ClockView, ClosedDay, InstitutionId, InstitutionView,
} from '../../../schemas/index'; // prettier-ignore
import type { Clock } from '../../../schemas/index';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const InstitutionList = z
  .strictObject({ items: z.array(InstitutionView) })
  .meta({ id: 'InstitutionList' });
const ClosedDays = z
  .strictObject({
    canton: CantonCode,
    institution: InstitutionId.optional(),
    year: z.int(),
    version: z
      .string()
      .describe('the published version; "computed" when none covers the year: no deadline uses it'),
    items: z.array(ClosedDay),
  })
  .meta({ id: 'ClosedDays' });

/** What a reader must know to take the clock for what it is. */
export const clockNote = ({ rate }: Clock): string =>
  rate === 1
    ? 'This is the clock on the wall.'
    : `Demonstration time: it runs ${rate} times as fast as the clock on the wall, so that deadlines fall due while you watch. A production installation refuses to start like this.`;

/** The directory. */
export const directoryRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/institutions',
    schema: {
      operationId: 'listInstitutions',
      summary: 'The institutions that take part',
      tags: ['reference'],
      security: signedIn,
      querystring: z.strictObject({ canton: CantonCode.optional() }),
      response: { 200: InstitutionList, default: problemAnswer },
    },
    handler: async (request) => {
      const all = await parts.directory.listInstitutions(request.query);
      const items = all.map(({ id, name, kind, canton, language, channel }) => ({
        id,
        name,
        kind,
        canton,
        language,
        channel,
      }));
      return { items };
    },
  });
};

/** Closed days and the clock. */
export const timeRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/calendars/:canton',
    schema: {
      operationId: 'readCalendar',
      summary: 'The days on which the offices of a canton are closed, besides Saturday and Sunday',
      description:
        'From the calendar that is published now: the one by which deadlines are counted from today on. With an institution, its own days when it keeps others than its canton. For a year that no published calendar covers the days are computed from the holiday library and the corrections in the files, and the version says so. A day with closesAt is a half day: a business day on which everything is due by then.',
      tags: ['reference'],
      security: signedIn,
      params: z.strictObject({ canton: CantonCode }),
      querystring: z.strictObject({
        year: z.coerce.number().int().min(2000).max(2100),
        institution: InstitutionId.optional(),
      }),
      response: { 200: ClosedDays, default: problemAnswer },
    },
    handler: async (request) => {
      const { canton } = request.params;
      const { institution } = request.query;
      if (institution?.startsWith(`${canton}-`) === false) throw refused('not_found');
      const { version, items } = await parts.closedDays({ canton, ...request.query });
      return { canton, ...request.query, version, items: [...items] };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/clock',
    schema: {
      operationId: 'readClock',
      summary: 'The time by which deadlines run',
      tags: ['reference'],
      security: signedIn,
      response: { 200: ClockView, default: problemAnswer },
    },
    handler: async () => {
      const clock = await parts.clock.getClock();
      const now = toDomain(clock, new Date().toISOString());
      return { now, rate: clock.rate, note: clockNote(clock) };
    },
  });
};
