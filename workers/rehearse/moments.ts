/** When the steps of a scenario are: Swiss dates and times, counted in business days from its start. */
import { addBusinessDays, businessDaysBetween } from '../../domain/deadlines/business-days';
import { localDate, localInstant } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import type { Calendar } from '../../schemas/index';
import type { Scenario, ScenarioStep } from '../../schemas/scenario';

const defaultTime = '10:00';
const endOfDay = '23:59';
export const startTime = '08:00';

/** A case keeps its calendar: it must reach past the last follow-up and the longest delegation. */
const yearsAhead = 13;

export interface Moment {
  readonly on: string;
  readonly at: string;
  /** Domain instant. */
  readonly instant: string;
}

/** Half a second each: a scenario asks for its calendar several times. */
const calendars = new Map<string, Calendar>();

/** The calendar of a canton around the years of a scenario. */
export const calendarOf = (
  canton: Scenario['canton'],
  { start }: Pick<Scenario, 'start'>,
): Calendar => {
  const year = Number(start.slice(0, 4));
  const name = `${canton} ${String(year)}`;
  const calendar = calendars.get(name) ?? calendarsFor(canton, year - 1, year + yearsAhead);
  calendars.set(name, calendar);
  return calendar;
};

/** The moment of a step: a date, or so many business days after the start. */
export const momentOf = (step: ScenarioStep, start: string, calendar: Calendar): Moment => {
  const on = step.on ?? step.until ?? addBusinessDays(calendar, start, step.bd ?? 0);
  const at = step.at ?? (step.until === undefined ? defaultTime : endOfDay);
  return { on, at, instant: localInstant(on, at) };
};

/** Business days from the start to an instant, on the calendar of the canton. */
export const businessDay = (instant: string, start: string, calendar: Calendar): number =>
  businessDaysBetween(calendar, start, localDate(instant));
