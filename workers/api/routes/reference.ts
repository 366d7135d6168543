import { z } from 'zod';
import { toDomain } from '../../../domain/deadlines/clock';
import {
  CantonCode, ClockView, ClosedDay, InstitutionView,
} from '../../../schemas/index'; // prettier-ignore
import type { Clock } from '../../../schemas/index';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const InstitutionList = z
  .strictObject({ items: z.array(InstitutionView) })
  .meta({ id: 'InstitutionList' });
const ClosedDays = z
  .strictObject({ canton: CantonCode, year: z.int(), items: z.array(ClosedDay) })
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
      tags: ['reference'],
      security: signedIn,
      params: z.strictObject({ canton: CantonCode }),
      querystring: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
      response: { 200: ClosedDays, default: problemAnswer },
    },
    handler: async (request) => {
      const { canton } = request.params;
      const { year } = request.query;
      return { canton, year, items: [...(await parts.closedDays(canton, year))] };
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
