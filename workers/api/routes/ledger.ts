import { toDomain } from '../../../domain/deadlines/clock';
import { addDays, localDate } from '../../../domain/deadlines/dates';
import { ledgerOf } from '../../../domain/ledger/ledger';
import type { CaseState } from '../../../domain/case/state';
import { partiesOf } from '../../../domain/case/state';
import { Ledger } from '../../../schemas/index';
import type { Calendar, CaseEvent, InstitutionId } from '../../../schemas/index';
import { caseForRunner } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App, Viewer } from '../parts';
import { CaseParams } from './cases';

const eventsAtOnce = 500;

/** Every event of a case that the viewer may see, in order. */
export const allEvents = async (
  { cases }: Pick<ApiParts, 'cases'>,
  viewer: Viewer,
  caseId: string,
): Promise<readonly CaseEvent[]> => {
  const events: CaseEvent[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await cases.listTimeline(viewer, caseId, { limit: eventsAtOnce, after });
    events.push(...page.items);
    after = page.next;
    more = after !== undefined;
  }
  return events;
};

/** The closed days of a canton, or of an institution, over the years of a case. */
const daysOver = async (
  { closedDays }: Pick<ApiParts, 'closedDays'>,
  { canton, registeredAt }: CaseState,
  until: { readonly now: string; readonly institution?: InstitutionId },
): Promise<Calendar> => {
  const [first, last] = [localDate(registeredAt), localDate(until.now)].map((on) =>
    Number(on.slice(0, 4)),
  ) as [number, number];
  const years = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i);
  const { institution } = until;
  const days = await Promise.all(
    years.map((year) => closedDays({ canton, year, ...(institution && { institution }) })),
  );
  return {
    id: institution ?? canton,
    version: days.map(({ version }) => version).join(),
    coversFrom: `${String(first)}-01-01`,
    coversTo: addDays(`${String(last + 1)}-01-01`, -1),
    // A half day is a business day.
    closedOn: days.flatMap(({ items }) =>
      items.filter(({ closesAt }) => closesAt === undefined).map(({ on }) => on),
    ),
  };
};

/** Who cost the time of a case. */
export const ledgerRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/ledger',
    schema: {
      operationId: 'readLedger',
      summary: 'Who had the case, and each of its referrals, for how long',
      description:
        'For those who run the case. The stretches follow each other without a gap and add up exactly to the wall time.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      response: { 200: Ledger, default: problemAnswer },
    },
    handler: async (request) => {
      const { viewer, state } = await caseForRunner(parts, request, request.params.id);
      const now = toDomain(await parts.clock.getClock(), new Date().toISOString());
      const [events, calendar, ...own] = await Promise.all([
        allEvents(parts, viewer, state.id),
        daysOver(parts, state, { now }),
        ...partiesOf(state).map((institution) => daysOver(parts, state, { now, institution })),
      ]);
      const calendars = Object.fromEntries(own.map((one) => [one.id, one]));
      return ledgerOf(events, { now, caseId: state.id }, { calendar, calendars });
    },
  });
};
