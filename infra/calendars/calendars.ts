/**
 * The calendars of the 26 cantons: `date-holidays` corrected by dated YAML (domain.md 3.4, 3.5). What
 * the library calls optional, bank or half day does not close an office unless a correction says so.
 */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Calendar, CantonCode, ClosedDay } from '../../schemas/index';
import { correctionsOf, weekdayNamed } from './corrections';
import type { Correction } from './corrections';
import { libraryDays } from './library';
import type { LibraryDay } from './library';

const shift = (on: string, days: number): string =>
  Temporal.PlainDate.from(on).add({ days }).toString();

const dateIn = (year: number, day: string, days: readonly LibraryDay[]): string | undefined => {
  if (/^\d{4}/.test(day)) return day.startsWith(String(year)) ? day : undefined;
  if (!day.startsWith('easter')) return `${String(year)}-${day}`;
  const easter = days.find(({ rule }) => rule === 'easter');
  if (!easter) throw new Error(`the holiday library knows no Easter Sunday in ${year}`);
  return shift(easter.on, Number(day.slice('easter'.length)));
};

/** `easter+1` in our files is `easter 1` in the library; a fixed day may carry a condition there. */
const names = (day: string, rule: string): boolean => {
  const wanted = day.replace('easter+', 'easter ').replace('easter-', 'easter -');
  return rule === wanted || rule.startsWith(`${wanted} `);
};

const fallsOn = ({ weekdays }: Correction, on: string): boolean =>
  weekdays?.includes(weekdayNamed(Temporal.PlainDate.from(on).dayOfWeek)) ?? true;

const holdsOn = (correction: Correction, on: string): boolean => {
  const { validFrom, validTo } = correction;
  return validFrom <= on && (validTo === undefined || on <= validTo) && fallsOn(correction, on);
};

const correctedDay = (correction: Correction, on: string): ClosedDay => ({
  on,
  name: correction.name,
  kind: 'correction',
  source: correction.source,
});

/**
 * The closed days of a canton in a year, by date, Saturdays and Sundays included where a named day
 * falls on one. Throws when a correction file is wrong.
 */
export const closedDays = (canton: CantonCode, year: number, folder?: string): ClosedDay[] => {
  const listed = libraryDays(canton, year);
  const corrections = correctionsOf(canton, folder);
  const closed = new Map<string, ClosedDay>();
  for (const { rule, closes, ...day } of listed) {
    const corrected = corrections.some(
      (correction) => names(correction.day, rule) && holdsOn(correction, day.on),
    );
    if (closes && !corrected && !closed.has(day.on)) closed.set(day.on, day);
  }
  for (const correction of corrections) {
    const on = dateIn(year, correction.day, listed);
    if (on === undefined || !holdsOn(correction, on)) continue;
    if (correction.closed) closed.set(on, correctedDay(correction, on));
    else if (/^\d{4}/.test(correction.day)) closed.delete(on);
  }
  return [...closed.values()].sort((a, b) => a.on.localeCompare(b.on));
};

const isWeekend = (on: string): boolean => Temporal.PlainDate.from(on).dayOfWeek >= 6;

const fingerprint = (days: readonly string[]): string =>
  createHash('sha256').update(days.join('\n')).digest('hex').slice(0, 12);

/**
 * The calendar of a canton, complete from 1 January `fromYear` to 31 December `toYear`. Its version
 * changes exactly when a day or the covered years change.
 */
export const calendarsFor = (canton: CantonCode, fromYear: number, toYear: number): Calendar => {
  if (!Number.isInteger(fromYear) || !Number.isInteger(toYear) || fromYear > toYear)
    throw new RangeError(`a calendar needs years in order, not ${fromYear} to ${toYear}`);
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index);
  const closedOn = years
    .flatMap((year) => closedDays(canton, year).map(({ on }) => on))
    .filter((on) => !isWeekend(on));
  return {
    id: canton,
    version: `${String(fromYear)}-${String(toYear)}.${fingerprint(closedOn)}`,
    coversFrom: `${String(fromYear)}-01-01`,
    coversTo: `${String(toYear)}-12-31`,
    closedOn,
  };
};
