/** Dates, times and numbers in Swiss forms, on the clock that hangs on Swiss walls. */
import { locale } from './words';

const inZurich = { timeZone: 'Europe/Zurich' } as const;
const dateParts = { ...inZurich, day: '2-digit', month: '2-digit', year: 'numeric' } as const;
// The order of day, month and year is the same in all Swiss languages; only the weekday differs.
const dayOf = new Intl.DateTimeFormat('de-CH', dateParts);
const timeOf = new Intl.DateTimeFormat('de-CH', {
  ...inZurich,
  hour: '2-digit',
  minute: '2-digit',
});

/** The Swiss date of an instant or a plain date: `16.02.2026`. */
export const day = (at: string): string => dayOf.format(Date.parse(at));

/** An instant as it reads on a wall in Switzerland: `Mo 16.02.2026, 17:00`. */
export const when = (instant: string): string => {
  const ms = Date.parse(instant);
  const weekday = new Intl.DateTimeFormat(locale(), { ...inZurich, weekday: 'short' });
  return `${weekday.format(ms).replace('.', '')} ${dayOf.format(ms)}, ${timeOf.format(ms)}`;
};

/** A number with the separators of the language: `12’345.6`. */
export const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(locale(), options).format(value);

/** A share between 0 and 1: `37 %`. */
export const percent = (share: number): string =>
  number(share, { style: 'percent', maximumFractionDigits: 1 });

const minuteMs = 60_000;
const units = [
  ['day', 1_440],
  ['hour', 60],
  ['minute', 1],
] as const;

const fit = (ms: number): readonly [value: number, unit: 'day' | 'hour' | 'minute'] => {
  const minutes = Math.round(ms / minuteMs);
  const [unit, size] = units.find(([, one]) => Math.abs(minutes) >= one) ?? units[2];
  return [Math.trunc(minutes / size), unit];
};

/** How far an instant is from now: `in 3 days`, `2 hours ago`. */
export const fromNow = (instant: string, nowMs: number): string => {
  const [value, unit] = fit(Date.parse(instant) - nowMs);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(value, unit);
};

/** A span in milliseconds, in its largest unit: `3 days`. */
export const span = (ms: number): string => {
  const [value, unit] = fit(ms);
  return number(value, { style: 'unit', unit, unitDisplay: 'long' });
};
