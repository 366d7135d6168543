/**
 * Loads what a running case must know of its canton's rules; the result stays in the case's history.
 * Reads only, so a second call is harmless. Final: a canton without a policy in force on that date.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { Calendar, CantonCode, PolicyDocument, Refusal } from '../schemas/index';
import { runningIn } from '../domain/criteria/adoption';
import type { CalendarStore, CantonCalendars, PolicyStore, Rules } from './ports';

export interface RulesQuery {
  readonly canton: CantonCode;
  readonly policyId?: string | undefined;
  /** A running case keeps the version it was decided with. */
  readonly policyVersion?: string | undefined;
  /** Plain date. */
  readonly on: string;
}

const unknownPolicy = (query: RulesQuery): ApplicationFailure => {
  const { canton, policyId = '', on } = query;
  const refusal: Refusal = { code: 'unknown_policy', details: { canton, policyId, on } };
  return ApplicationFailure.create({
    type: 'Refusal',
    message: refusal.code,
    details: [refusal],
    nonRetryable: true,
  });
};

/** Years of a calendar that a case takes along: it asks for more in time, and its history stays small. */
const yearsBack = 1;
const yearsAhead = 3;

/** The part of a calendar around a date. */
const around = (calendar: Calendar, on: string): Calendar => {
  const year = Number(on.slice(0, 4));
  const first = `${String(year - yearsBack)}-01-01`;
  const last = `${String(year + yearsAhead)}-12-31`;
  const coversFrom = first > calendar.coversFrom ? first : calendar.coversFrom;
  const coversTo = last < calendar.coversTo ? last : calendar.coversTo;
  const covers = (day: string): boolean => day >= coversFrom && day <= coversTo;
  const { closedOn, halfDays } = calendar;
  return {
    ...calendar,
    coversFrom,
    coversTo,
    closedOn: closedOn.filter(covers),
    ...(halfDays && { halfDays: halfDays.filter((half) => covers(half.on)) }),
  };
};

const allAround = ({ calendar, calendars = {} }: CantonCalendars, on: string): CantonCalendars => {
  const own = Object.entries(calendars).map(([id, one]) => [id, around(one, on)] as const);
  const others = own.length > 0 && { calendars: Object.fromEntries(own) };
  return { calendar: around(calendar, on), ...others };
};

export const makeLoadRules =
  (policies: PolicyStore, calendars: CalendarStore) =>
  async (query: RulesQuery): Promise<Rules> => {
    const { canton, policyId, policyVersion, on } = query;
    const document: PolicyDocument | undefined =
      policyId !== undefined && policyVersion !== undefined
        ? await policies.getPolicy(policyId, policyVersion)
        : await policies.findPolicy({ canton, policyId, on });
    const policy = document && runningIn(document, canton);
    if (policy === undefined) throw unknownPolicy(query);
    return { policy, ...allAround(await calendars.getCalendars(canton, on), on) };
  };
