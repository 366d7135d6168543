/**
 * Legal deadlines stand still in the court holidays (ATSG 38 par. 4 and 60 [K]: seven days before to
 * seven days after Easter, 15 July to 15 August, 18 December to 2 January). Which days those are is
 * said by the policy.
 */
import type { Calendar, RunningPolicy } from '../../schemas/index';
import { isBusinessDay } from './business-days';
import { addDays } from './dates';

type CourtHolidays = NonNullable<RunningPolicy['courtHolidays']>;

/** Easter Sunday of a year, by the anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
export const easterSunday = (year: number): string => {
  const div = (a: number, b: number): number => Math.floor(a / b);
  const golden = year % 19;
  const century = div(year, 100);
  const yearOfCentury = year % 100;
  const moonShift = div(century - div(century + 8, 25) + 1, 3);
  const epact = (19 * golden + century - div(century, 4) - moonShift + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * div(yearOfCentury, 4) - epact - (yearOfCentury % 4)) % 7;
  const late = div(golden + 11 * epact + 22 * toSunday, 451);
  const fromMarch = epact + toSunday - 7 * late + 114;
  const month = String(div(fromMarch, 31)).padStart(2, '0');
  const day = String((fromMarch % 31) + 1).padStart(2, '0');
  return `${String(year)}-${month}-${day}`;
};

/** `MM-DD` or `easter+N` in a year. */
const dayIn = (year: number, day: string): string =>
  day.startsWith('easter')
    ? addDays(easterSunday(year), Number(day.slice('easter'.length)))
    : `${String(year)}-${day}`;

/** True when no legal deadline runs on a day; a holiday may reach over the new year. */
export const standsStill = (holidays: CourtHolidays, on: string): boolean => {
  const year = Number(on.slice(0, 4));
  return holidays.some(({ from, to }) =>
    [year - 1, year].some((start) => {
      const first = dayIn(start, from);
      const sameYear = dayIn(start, to);
      const last = sameYear < first ? dayIn(start + 1, to) : sameYear;
      return first <= on && on <= last;
    }),
  );
};

const daysOfYear = Array.from({ length: 366 }, (_, index) => index);

/** Court holidays that never end would let no deadline end: such a policy is read as having none. */
const sensible = (holidays: CourtHolidays, on: string): CourtHolidays =>
  daysOfYear.some((days) => !standsStill(holidays, addDays(on, days))) ? holidays : [];

/**
 * The last day of a term of calendar days. A day that stands still does not count, so an event within
 * the court holidays counts from the first day after them; the last day is one on which the office
 * works and the term runs.
 */
export const endWithStandstill = (
  term: { readonly from: string; readonly days: number },
  calendar: Calendar,
  courtHolidays: CourtHolidays = [],
): string => {
  const holidays = sensible(courtHolidays, term.from);
  let on = term.from;
  for (let left = term.days; left > 0;) {
    on = addDays(on, 1);
    if (!standsStill(holidays, on)) left -= 1;
  }
  while (!isBusinessDay(calendar, on) || standsStill(holidays, on)) on = addDays(on, 1);
  return on;
};
