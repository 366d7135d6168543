/** When an office is there to read a mail (domain.md 3.4). */
import { closingTime, isBusinessDay, nextBusinessDay } from '../../domain/deadlines/business-days';
import { addDays, localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import type { Calendar, RunningPolicy } from '../../schemas/index';

export interface Office {
  readonly calendar: Calendar;
  readonly hours: RunningPolicy['officeHours'];
}

/** The next opening after a domain instant: this day's when it is still ahead. */
export const nextOpening = ({ calendar, hours }: Office, now: string): string => {
  const today = localDate(now);
  const from = localTime(now) < hours.opens ? today : addDays(today, 1);
  return localInstant(nextBusinessDay(calendar, from), hours.opens);
};

/** The instant itself while the office works, else its next opening. */
export const nextOfficeMoment = (office: Office, now: string): string => {
  const { calendar, hours } = office;
  const [today, time] = [localDate(now), localTime(now)];
  const isOpen =
    isBusinessDay(calendar, today) &&
    hours.opens <= time &&
    time < closingTime(calendar, today, hours.closes);
  return isOpen ? now : nextOpening(office, now);
};
