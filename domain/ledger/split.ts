/** Stretches of time on a calendar: cut where offices close, counted in business days. */
import type { Calendar, LedgerStretch } from '../../schemas/index';
import { businessDaysBetween, isBusinessDay } from '../deadlines/business-days';
import { addDays, localDate, localInstant } from '../deadlines/dates';

const before = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

/** Midnights within a stretch at which the offices open or close for days. */
const cuts = ({ from, to }: LedgerStretch, calendar: Calendar): string[] => {
  const last = localDate(before(to));
  const found: string[] = [];
  for (let day = addDays(localDate(from), 1); day <= last; day = addDays(day, 1)) {
    if (isBusinessDay(calendar, day) !== isBusinessDay(calendar, addDays(day, -1)))
      found.push(localInstant(day, '00:00'));
  }
  return found;
};

/** The same time in pieces: what falls on closed days belongs to nobody's account but theirs. */
export const splitAtClosedDays = (stretch: LedgerStretch, calendar: Calendar): LedgerStretch[] => {
  const ends = [...cuts(stretch, calendar), stretch.to];
  return ends.map((to, i): LedgerStretch => {
    const from = ends[i - 1] ?? stretch.from;
    return isBusinessDay(calendar, localDate(from))
      ? { ...stretch, from, to }
      : { from, to, party: 'closed_days' };
  });
};

/** Business days that begin within the stretch. */
export const businessDaysIn = ({ from, to }: LedgerStretch, calendar: Calendar): number =>
  businessDaysBetween(calendar, localDate(before(from)), localDate(before(to)));
