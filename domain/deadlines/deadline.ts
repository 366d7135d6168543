/**
 * Deadlines: started, stopped, resumed (domain.md 3.4). Everything is computed once, when the clock
 * starts, so that a deadline keeps the calendar and the policy it was promised under. It is counted
 * on the calendar of the institution that owes the action.
 */
import type {
  Calendar,
  Deadline,
  DeadlineKind,
  InstitutionId,
  LadderLevel,
  PolicyTermKind,
  ReferralId,
  Term,
} from '../../schemas/index';
import type { Silence } from '../case/state';
import { addBusinessDays, businessDaysBetween, nextBusinessDay } from './business-days';
import type { Context } from './context';
import { calendarOf } from './context';
import { addDays, addMonths, localDate } from './dates';
import { aheadOf, closingOn, ladderFirings } from './ladder';
import { policyTerm } from './default-terms';
import { endWithStandstill } from './standstill';

export type { Context };
export { countsAsSilence } from './ladder';

/** How long: a term counts from a day; people, or a fact, may name the day itself instead. */
type Length =
  | {
      readonly kind: PolicyTermKind;
      /** Another length than the policy's. */
      readonly term?: Term | undefined;
      /** A day agreed by people instead of a term. */
      readonly on?: string | undefined;
    }
  // The policy knows no length for the others: whoever starts them says it.
  | { readonly kind: DeadlineKind; readonly term: Term; readonly on?: undefined }
  | { readonly kind: DeadlineKind; readonly term?: undefined; readonly on: string };

export type DeadlineRequest = Length & {
  readonly owedBy: InstitutionId;
  readonly referralId?: ReferralId | undefined;
  /** Distinguishes several of a kind, such as the follow-ups at 3, 6 and 12 months. */
  readonly mark?: string | undefined;
  /** The day from which the term counts; today when absent. */
  readonly from?: string | undefined;
  readonly silences?: readonly Silence[] | undefined;
};

export const deadlineKey = (kind: DeadlineKind, mark?: string): string =>
  mark === undefined ? kind : `${kind}:${mark}`;

type End = Pick<Deadline, 'basis' | 'from' | 'term' | 'byPolicy'> & { readonly on: string };

const lastDay = (term: Term, from: string, rules: { calendar: Calendar; ctx: Context }): string => {
  const { calendar, ctx } = rules;
  if ('BD' in term) return nextBusinessDay(calendar, addBusinessDays(calendar, from, term.BD));
  if ('months' in term) return nextBusinessDay(calendar, addMonths(from, term.months));
  return term.standstill === true
    ? endWithStandstill({ from, days: term.CD }, calendar, ctx.policy.courtHolidays)
    : nextBusinessDay(calendar, addDays(from, term.CD));
};

/** The day on which a term ends that counts from a day, on the calendar of who owes it. */
export const termEnd = (
  term: Term,
  { from, owedBy }: { readonly from: string; readonly owedBy: InstitutionId },
  ctx: Context,
): Pick<End, 'on' | 'basis' | 'from' | 'term'> => {
  const basis = 'BD' in term ? 'BD' : 'CD' in term ? 'CD' : 'months';
  return { on: lastDay(term, from, { calendar: calendarOf(ctx, owedBy), ctx }), basis, from, term };
};

const endOf = (request: DeadlineRequest, ctx: Context): End => {
  const { owedBy, from = localDate(ctx.now) } = request;
  if (request.on !== undefined)
    return { on: nextBusinessDay(calendarOf(ctx, owedBy), request.on), basis: 'date' };
  if (request.term !== undefined) return termEnd(request.term, { from, owedBy }, ctx);
  return {
    ...termEnd(policyTerm(ctx.policy, request.kind), { from, owedBy }, ctx),
    byPolicy: true,
  };
};

/** Starts a clock. */
export const startDeadline = (request: DeadlineRequest, ctx: Context): Deadline => {
  const { kind, owedBy, referralId, mark, silences } = request;
  const { on: dueOn, ...end } = endOf(request, ctx);
  return {
    key: deadlineKey(kind, mark ?? referralId),
    kind,
    ...(referralId === undefined ? {} : { referralId }),
    owedBy,
    startedAt: ctx.now,
    dueAt: closingOn(dueOn, owedBy, ctx),
    ...end,
    calendarVersion: calendarOf(ctx, owedBy).version,
    firings: aheadOf(ladderFirings({ kind, owedBy, dueOn, silences }, ctx), owedBy, ctx),
  };
};

/** Business days left on a running clock. */
export const remainingBusinessDays = (deadline: Deadline, ctx: Context): number =>
  businessDaysBetween(
    calendarOf(ctx, deadline.owedBy),
    localDate(ctx.now),
    localDate(deadline.dueAt),
  );

/** Starts a stopped clock again with what was left, and never less than the policy's minimum. */
export const resumeDeadline = (
  deadline: Deadline,
  ctx: Context,
  silences: readonly Silence[] = [],
): Deadline => {
  const left = Math.max(deadline.stopped?.remainingBD ?? 0, ctx.policy.minimumAfterStop);
  const { kind, owedBy, referralId } = deadline;
  const resumed = startDeadline({ kind, owedBy, referralId, silences, term: { BD: left } }, ctx);
  return { ...resumed, key: deadline.key, startedAt: deadline.startedAt };
};

export interface NextFiring {
  readonly key: string;
  readonly kind: DeadlineKind;
  readonly level: LadderLevel;
  readonly at: string;
  readonly owedBy: InstitutionId;
  readonly referralId?: ReferralId | undefined;
}

/** The one event that comes next by itself, over all running clocks; the earliest, then by key. */
export const nextFiring = (deadlines: readonly Deadline[]): NextFiring | undefined =>
  deadlines
    .flatMap((deadline) => {
      const firing = deadline.stopped === undefined ? deadline.firings[0] : undefined;
      const { key, kind, owedBy, referralId } = deadline;
      return firing === undefined ? [] : [{ key, kind, owedBy, referralId, ...firing }];
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.key < b.key ? -1 : 1))[0];
