/** Loads the calendars of all cantons, and of offices with days of their own, as the files have them. */
import { calendarsOfCanton } from '../../infra/calendars/calendars';
import type { Calendars } from '../../infra/prisma/calendar-store';
import { cantonCodes } from '../../schemas/index';

/** A case keeps its calendar: it must reach past the last follow-up of any case begun today. */
const yearsBack = 2;
const yearsAhead = 12;

/** Loads them around a date; says how many there are. What a person published stays as it is. */
export const loadCalendars = async (
  store: Pick<Calendars, 'loadCalendar'>,
  on: string,
): Promise<number> => {
  const year = Number(on.slice(0, 4));
  const years = { fromYear: year - yearsBack, toYear: year + yearsAhead };
  const calendars = cantonCodes.flatMap((canton) => calendarsOfCanton(canton, years));
  for (const calendar of calendars) await store.loadCalendar(calendar, on);
  return calendars.length;
};
