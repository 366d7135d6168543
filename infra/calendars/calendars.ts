/**
 * The calendars of the 26 cantons and of offices with days of their own: `date-holidays` corrected by
 * dated YAML (domain.md 3.4, 3.5). What the library calls optional, bank or half day does not close
 * an office unless a correction says so.
 */
import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Calendar, CantonCode, ClosedDay, InstitutionId } from '../../schemas/index';
import { correctionsOf, institutionsOf, weekdayNamed } from './corrections';
import type { Correction } from './corrections';
import { libraryDays } from './library';

/** A calendar with what a reader wants to know of its days, those on weekends included. */
export interface DatedCalendar {
  readonly calendar: Calendar;
  readonly days: readonly ClosedDay[];
}

export interface Years {
  readonly fromYear: number;
  readonly toYear: number;
}

/** Corrections one over the other: those of the canton, then those of an office. */
type Layers = readonly (readonly Correction[])[];

/** A day with the rule that names it in a correction. */
interface Entry {
  readonly rule: string;
  readonly day: ClosedDay;
}

const isOneDate = (day: string): boolean => /^\d{4}/.test(day);

const dateIn = (year: number, day: string, easter: string): string | undefined => {
  if (isOneDate(day)) return day.startsWith(String(year)) ? day : undefined;
  if (day.startsWith('easter'))
    return Temporal.PlainDate.from(easter)
      .add({ days: Number(day.slice('easter'.length)) })
      .toString();
  const isMissing = day === '02-29' && !Temporal.PlainDate.from(easter).inLeapYear;
  return isMissing ? undefined : `${String(year)}-${day}`;
};

/** `easter+1` in our files is `easter 1` in the library; a fixed day may carry a condition there. */
const names = (day: string, rule: string): boolean => {
  const wanted = day.replace('easter+', 'easter ').replace('easter-', 'easter -');
  return rule === day || rule === wanted || rule.startsWith(`${wanted} `);
};

const fallsOn = ({ weekdays }: Correction, on: string): boolean =>
  weekdays?.includes(weekdayNamed(Temporal.PlainDate.from(on).dayOfWeek)) ?? true;

const holdsOn = (correction: Correction, on: string): boolean => {
  const { validFrom, validTo } = correction;
  return validFrom <= on && (validTo === undefined || on <= validTo) && fallsOn(correction, on);
};

const entryOf = ({ day, name, closesAt, source }: Correction, on: string): Entry => ({
  rule: day,
  day: { on, name, ...(closesAt && { closesAt }), kind: 'correction', source },
});

/** What a correction names is as it says; one date is as it says whatever else falls on it. */
const correct = (
  entries: readonly Entry[],
  corrections: readonly Correction[],
  dateOf: (day: string) => string | undefined,
): readonly Entry[] => {
  let corrected = entries.filter(
    ({ rule, day }) => !corrections.some((one) => names(one.day, rule) && holdsOn(one, day.on)),
  );
  for (const correction of corrections) {
    const on = dateOf(correction.day);
    if (on === undefined || !holdsOn(correction, on)) continue;
    if (isOneDate(correction.day)) corrected = corrected.filter(({ day }) => day.on !== on);
    if (correction.closed || correction.closesAt !== undefined)
      corrected = [entryOf(correction, on), ...corrected];
  }
  return corrected;
};

/** Where several days fall on one date: closed beats half closed, then the last correction counts. */
const oncePerDate = (entries: readonly Entry[]): ClosedDay[] => {
  const chosen = new Map<string, ClosedDay>();
  for (const { day } of entries) {
    const before = chosen.get(day.on);
    const closesMore = before?.closesAt !== undefined && day.closesAt === undefined;
    if (before === undefined || closesMore) chosen.set(day.on, day);
  }
  return [...chosen.values()].sort((a, b) => a.on.localeCompare(b.on));
};

const daysIn = (canton: CantonCode, year: number, layers: Layers): ClosedDay[] => {
  const listed = libraryDays(canton, year);
  const easter = listed.find(({ rule }) => rule === 'easter')?.on;
  if (easter === undefined) throw new Error(`the library knows no Easter Sunday in ${year}`);
  const closing: readonly Entry[] = listed
    .filter(({ closes }) => closes)
    .map(({ rule, closes: _closes, ...day }) => ({ rule, day }));
  return oncePerDate(
    layers.reduce(
      (entries, corrections) => correct(entries, corrections, (day) => dateIn(year, day, easter)),
      closing,
    ),
  );
};

/**
 * The closed days and half days of a canton, or of one of its offices, in a year, by date; Saturdays
 * and Sundays included where a named day falls on one. Throws when a correction file is wrong.
 */
export const closedDays = (
  canton: CantonCode,
  year: number,
  institution?: InstitutionId,
): ClosedDay[] => {
  const own = institutionsOf(canton).find((office) => office.institution === institution);
  return daysIn(canton, year, [correctionsOf(canton), own?.corrections ?? []]);
};

const isWeekend = (on: string): boolean => Temporal.PlainDate.from(on).dayOfWeek >= 6;

const fingerprint = ({ closedOn, halfDays = [] }: Pick<Calendar, 'closedOn' | 'halfDays'>) =>
  createHash('sha256')
    .update([...closedOn, ...halfDays.map(({ on, closesAt }) => `${on} ${closesAt}`)].join('\n'))
    .digest('hex')
    .slice(0, 12);

const datedCalendar = (
  {
    id,
    canton,
    layers,
  }: { readonly id: string; readonly canton: CantonCode; readonly layers: Layers },
  { fromYear, toYear }: Years,
): DatedCalendar => {
  if (!Number.isInteger(fromYear) || !Number.isInteger(toYear) || fromYear > toYear)
    throw new RangeError(`a calendar needs years in order, not ${fromYear} to ${toYear}`);
  const years = Array.from({ length: toYear - fromYear + 1 }, (_, index) => fromYear + index);
  const days = years.flatMap((year) => daysIn(canton, year, layers));
  const working = days.filter(({ on }) => !isWeekend(on));
  const closedOn = working.filter(({ closesAt }) => closesAt === undefined).map(({ on }) => on);
  const halfDays = working.flatMap(({ on, closesAt }) => (closesAt ? [{ on, closesAt }] : []));
  const counted = { closedOn, ...(halfDays.length > 0 && { halfDays }) };
  const calendar = {
    id,
    version: `${String(fromYear)}-${String(toYear)}.${fingerprint(counted)}`,
    coversFrom: `${String(fromYear)}-01-01`,
    coversTo: `${String(toYear)}-12-31`,
    ...counted,
  };
  return { calendar, days };
};

/**
 * The calendar of a canton under these corrections, complete from 1 January `fromYear` to
 * 31 December `toYear`. Its version changes exactly when a day, a half day or the covered years do.
 * Throws a RangeError for years in the wrong order.
 */
export const calendarWith = (
  canton: CantonCode,
  corrections: readonly Correction[],
  years: Years,
): DatedCalendar => datedCalendar({ id: canton, canton, layers: [corrections] }, years);

/**
 * The calendar of a canton and those of its offices that keep days of their own, which change with
 * it; under the corrections of the files unless others are given.
 */
export const calendarsOfCanton = (
  canton: CantonCode,
  years: Years,
  corrections: readonly Correction[] = correctionsOf(canton),
): DatedCalendar[] => [
  calendarWith(canton, corrections, years),
  ...institutionsOf(canton).map((own) =>
    datedCalendar({ id: own.institution, canton, layers: [corrections, own.corrections] }, years),
  ),
];

/** The calendar of a canton under the corrections of its file. */
export const calendarsFor = (canton: CantonCode, fromYear: number, toYear: number): Calendar =>
  calendarWith(canton, correctionsOf(canton), { fromYear, toYear }).calendar;
