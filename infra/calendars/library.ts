/** The closed days that `date-holidays` knows, with names in four languages. */
import Holidays from 'date-holidays';
import { languages } from '../../schemas/index';
import type { CantonCode, ClosedDay } from '../../schemas/index';

export const LIBRARY = 'date-holidays 3.37.0';

/** A day of the library with its rule, so that a correction can name it (`easter 1`, `05-01`). */
export interface LibraryDay extends ClosedDay {
  readonly rule: string;
  /** Closed the whole day by law of the whole canton: the library's "public", without half days. */
  readonly closes: boolean;
}

/** One canton in the library. What a rule is called does not depend on the year: it is asked once. */
interface Known {
  readonly holidays: Holidays;
  readonly years: Map<number, readonly LibraryDay[]>;
  readonly names: Map<string, Partial<ClosedDay['name']>>;
}

const cantons = new Map<CantonCode, Known>();

const knownOf = (canton: CantonCode): Known => {
  const known = cantons.get(canton) ?? {
    holidays: new Holidays('CH', canton.toUpperCase()),
    years: new Map(),
    names: new Map(),
  };
  cantons.set(canton, known);
  return known;
};

const learnNames = ({ holidays, names }: Known, year: number): void => {
  for (const language of languages) {
    for (const { rule, name } of holidays.getHolidays(year, language)) {
      names.set(rule, { ...names.get(rule), [language]: name });
    }
  }
};

const hasAllNames = ({ names }: Known, rule: string): boolean =>
  languages.every((language) => names.get(rule)?.[language] !== undefined);

/** The library writes local times, `2026-05-01 12:00:00`: compare dates as text, never instants. */
const dateOf = (text: string): string => text.slice(0, 10);
const isWholeDay = (text: string): boolean => text.slice(11, 19) === '00:00:00';

const listDays = (known: Known, year: number): LibraryDay[] => {
  const days = known.holidays.getHolidays(year, 'en');
  if (!days.every(({ rule }) => hasAllNames(known, rule))) learnNames(known, year);
  return days.map(({ date, rule, name, type }) => ({
    on: dateOf(date),
    name: { de: name, fr: name, it: name, en: name, ...known.names.get(rule) },
    kind: type,
    source: LIBRARY,
    rule,
    closes: type === 'public' && isWholeDay(date),
  }));
};

/** All days the library lists for a canton in a year, in order of date. */
export const libraryDays = (canton: CantonCode, year: number): readonly LibraryDay[] => {
  const known = knownOf(canton);
  const days = known.years.get(year) ?? listDays(known, year);
  known.years.set(year, days);
  return days;
};
