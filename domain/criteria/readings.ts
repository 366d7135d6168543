/**
 * The age of a person whose birth date may be known in part only, as asylum files have it: both ends
 * of what is possible (domain.md 5.1), and the days on which an age is reached.
 */
import { addDays, addMonths } from '../deadlines/dates';

/** The earliest and the latest day that a partly known date can be; the same when it is full. */
const possibleDays = (partial: string): readonly [string, string] => {
  const [year = '', month, day] = partial.split('-');
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`];
  if (day !== undefined) return [partial, partial];
  const first = `${year}-${month}-01`;
  return [first, addDays(addMonths(first, 1), -1)];
};

/** The day on which somebody born that day completes these years. */
const completedOn = (born: string, years: number): string => addMonths(born, years * 12);

const ageOn = (born: string, on: string): number => {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return completedOn(born, years) > on ? years - 1 : years;
};

/** The ages in completed years that a person may have on a day: one, or two when it is not certain. */
export const possibleAges = (
  birthDate: string,
  on: string,
): readonly [number] | readonly [number, number] => {
  const [earliest, latest] = possibleDays(birthDate);
  const oldest = Math.max(0, ageOn(earliest, on));
  const youngest = Math.max(0, ageOn(latest, on));
  return oldest === youngest ? [oldest] : [oldest, youngest];
};

const nextMonth = (day: string): string => addMonths(`${day.slice(0, 7)}-01`, 1);

/**
 * The days on which the rules look again because the person may have completed these years: the first
 * of the month after, as the old-age insurance counts. The day itself would tell the birth date to
 * everything that keeps a clock.
 */
export const daysOfAge = (birthDate: string, years: number): readonly string[] => [
  ...new Set(possibleDays(birthDate).map((born) => nextMonth(completedOn(born, years)))),
];
