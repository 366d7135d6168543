/** Business days on the calendar of the institution that owes the action (domain.md 3.4). */
import type { Calendar } from '../../schemas/index';
import { addDays, weekday } from './dates';

/** True when offices work that day. Beyond the calendar's cover only weekends are known. */
export const isBusinessDay = (calendar: Calendar, on: string): boolean =>
  weekday(on) < 6 && !calendar.closedOn.includes(on);

/** When the office closes that day: on a half day earlier than usual. Both as `HH:MM`. */
export const closingTime = (calendar: Calendar, on: string, usual: string): string => {
  const early = calendar.halfDays?.find((half) => half.on === on)?.closesAt ?? usual;
  return early < usual ? early : usual;
};

/** The day itself when it is a business day, else the next one (domain.md 3.4). */
export const nextBusinessDay = (calendar: Calendar, on: string): string => {
  let day = on;
  while (!isBusinessDay(calendar, day)) day = addDays(day, 1);
  return day;
};

/** `count` business days after (or before, when negative) a day; the day itself counts as zero. */
export const addBusinessDays = (calendar: Calendar, on: string, count: number): string => {
  const step = count < 0 ? -1 : 1;
  let day = on;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (isBusinessDay(calendar, day)) left -= 1;
  }
  return day;
};

/** Business days from a day (excluded) to a later day (included); 0 when it is not later. */
export const businessDaysBetween = (calendar: Calendar, from: string, to: string): number => {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (isBusinessDay(calendar, day)) count += 1;
  }
  return count;
};
