/**
 * Plain dates and local times as pure functions: a date is `2026-02-02`, an instant an ISO string in
 * UTC. Offices live in Swiss local time; summer time moves an instant, never a date.
 */
const dayMs = 86_400_000;

const utcMs = (on: string): number => Date.parse(`${on}T00:00:00.000Z`);
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const addDays = (on: string, days: number): string => dateOf(utcMs(on) + days * dayMs);

/** Calendar days from one date to another; negative when that lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((utcMs(to) - utcMs(from)) / dayMs);

/** 1 is Monday, 7 is Sunday. */
export const weekday = (on: string): number => ((new Date(utcMs(on)).getUTCDay() + 6) % 7) + 1;

/** The same day of the month, or the last day of a shorter month (domain.md 3.4). */
export const addMonths = (on: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = on.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDay = new Date(
    Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0),
  ).getUTCDate();
  return dateOf(first.getTime() + (Math.min(day, lastDay) - 1) * dayMs);
};

const zurich = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Zurich',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-02-02 09:00:00` as a clock on a Swiss wall shows the instant. */
const wallClock = (ms: number): string => zurich.format(new Date(ms));

/** The date on a Swiss wall at an instant. */
export const localDate = (instant: string): string => wallClock(Date.parse(instant)).slice(0, 10);

/** `HH:MM` on a Swiss wall at an instant. */
export const localTime = (instant: string): string => wallClock(Date.parse(instant)).slice(11, 16);

/** The instant of a Swiss local date and time `HH:MM`. */
export const localInstant = (on: string, time: string): string => {
  const asUtc = Date.parse(`${on}T${time}:00.000Z`);
  const offset = Date.parse(`${wallClock(asUtc).replace(' ', 'T')}.000Z`) - asUtc;
  const guess = asUtc - offset;
  const again = Date.parse(`${wallClock(guess).replace(' ', 'T')}.000Z`) - guess;
  return new Date(asUtc - again).toISOString();
};
