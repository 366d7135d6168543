/** What every decision may look at: the time and the rules, given from outside. */
import type { Calendar, InstitutionId, RunningPolicy } from '../../schemas/index';

export interface Context {
  /** Domain instant. */
  readonly now: string;
  readonly policy: RunningPolicy;
  /** The calendar of the canton. */
  readonly calendar: Calendar;
  /** Those of the institutions whose days differ from their canton's. */
  readonly calendars?: Readonly<Record<InstitutionId, Calendar>> | undefined;
}

/** The calendar by which an institution works: its own when it has one, else the canton's. */
export const calendarOf = (
  { calendar, calendars }: Pick<Context, 'calendar' | 'calendars'>,
  institutionId: InstitutionId,
): Calendar => calendars?.[institutionId] ?? calendar;
