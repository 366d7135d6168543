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

const instances = new Map<CantonCode, Holidays>();

const holidaysOf = (canton: CantonCode): Holidays => {
  const found = instances.get(canton) ?? new Holidays('CH', canton.toUpperCase());
  instances.set(canton, found);
  return found;
};

/** The library writes local times, `2026-05-01 12:00:00`: compare dates as text, never instants. */
const dateOf = (text: string): string => text.slice(0, 10);
const isWholeDay = (text: string): boolean => text.slice(11, 19) === '00:00:00';

/** All days the library lists for a canton in a year, in order of date. */
export const libraryDays = (canton: CantonCode, year: number): LibraryDay[] => {
  const holidays = holidaysOf(canton);
  const named = languages.map(
    (language) =>
      [
        language,
        new Map(holidays.getHolidays(year, language).map((day) => [day.rule, day.name])),
      ] as const,
  );
  return holidays.getHolidays(year, 'en').map(({ date, rule, name, type }) => {
    const nameIn = Object.fromEntries(
      named.map(([language, names]) => [language, names.get(rule) ?? name]),
    );
    return {
      on: dateOf(date),
      name: nameIn as ClosedDay['name'],
      kind: type,
      source: LIBRARY,
      rule,
      closes: type === 'public' && isWholeDay(date),
    };
  });
};
