/**
 * Deadlines: started, stopped, resumed, and the ladder that fires when nobody answers
 * (domain.md 3.4, 6). Everything is computed once, when the clock starts, so that a deadline keeps
 * the calendar and the policy it was promised under.
 */
import type {
  Calendar,
  Deadline,
  DeadlineKind,
  InstitutionId,
  Ladder,
  LadderLevel,
  ReferralId,
  RunningPolicy,
  Term,
} from '../../schemas/index';
import type { Silence } from '../case/state';
import { addBusinessDays, businessDaysBetween, nextBusinessDay } from './business-days';
import { addDays, addMonths, localDate, localInstant } from './dates';

/** What every decision may look at: the time and the rules, given from outside. */
export interface Context {
  /** Domain instant. */
  readonly now: string;
  readonly policy: RunningPolicy;
  readonly calendar: Calendar;
}

export interface DeadlineRequest {
  readonly kind: DeadlineKind;
  readonly owedBy: InstitutionId;
  readonly referralId?: ReferralId | undefined;
  /** Distinguishes several of a kind, such as the follow-ups at 3, 6 and 12 months. */
  readonly mark?: string | undefined;
  /** The day from which the term counts; today when absent. */
  readonly from?: string | undefined;
  /** Another length than the policy's. */
  readonly term?: Term | undefined;
  /** A day agreed by people instead of a term. */
  readonly on?: string | undefined;
  readonly silences?: readonly Silence[] | undefined;
}

export const deadlineKey = (kind: DeadlineKind, mark?: string): string =>
  mark === undefined ? kind : `${kind}:${mark}`;

/** Clocks of an answer owed by a partner; only here does silence add up (domain.md 6). */
const answerKinds: readonly DeadlineKind[] = ['T_DEC', 'T_REPORT'];
export const countsAsSilence = (kind: DeadlineKind, level: LadderLevel): boolean =>
  answerKinds.includes(kind) && level !== 'L0' && level !== 'due';

type Basis = Deadline['basis'];
const termEnd = (term: Term, from: string, calendar: Calendar): { on: string; basis: Basis } => {
  if ('BD' in term) return { on: addBusinessDays(calendar, from, term.BD), basis: 'BD' };
  if ('CD' in term) return { on: nextBusinessDay(calendar, addDays(from, term.CD)), basis: 'CD' };
  return { on: nextBusinessDay(calendar, addMonths(from, term.months)), basis: 'months' };
};

type Firing = Deadline['firings'][number];
const ladderOrder: readonly LadderLevel[] = ['L0', 'L1', 'L2', 'L3', 'L4', 'due'];

/** A second silence within the policy's months begins at its level, fired on the due date itself. */
const shiftForRepeatedSilence = (ladder: Ladder, startsAt: LadderLevel): Ladder => {
  const base = ladder[startsAt];
  if (base === undefined) return ladder;
  const kept = Object.entries(ladder).filter(
    ([level]) => ladderOrder.indexOf(level as LadderLevel) >= ladderOrder.indexOf(startsAt),
  );
  return Object.fromEntries(kept.map(([level, offset]) => [level, offset - base]));
};

const wasSilent = (request: DeadlineRequest, dueOn: string, policy: RunningPolicy): boolean =>
  answerKinds.includes(request.kind) &&
  (request.silences ?? []).some(
    (silence) =>
      silence.institutionId === request.owedBy &&
      dueOn <= addMonths(localDate(silence.at), policy.repeatedSilence.withinMonths),
  );

const firingAt = (dueOn: string, offset: number, ctx: Context): string => {
  const { opens, closes } = ctx.policy.officeHours;
  // A notice before the due date is read in the morning; a lapse is known when the office closes.
  return offset < 0
    ? localInstant(addBusinessDays(ctx.calendar, dueOn, offset), opens)
    : localInstant(addBusinessDays(ctx.calendar, dueOn, offset), closes);
};

const firingsOf = (request: DeadlineRequest, dueOn: string, ctx: Context): Firing[] => {
  const ladder = ctx.policy.ladders[request.kind] ?? {};
  const effective = wasSilent(request, dueOn, ctx.policy)
    ? shiftForRepeatedSilence(ladder, ctx.policy.repeatedSilence.startsAt)
    : ladder;
  const all = Object.entries(effective)
    .map(([level, offset]) => ({ level: level as LadderLevel, at: firingAt(dueOn, offset, ctx) }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const ahead = all.filter((firing) => Date.parse(firing.at) > Date.parse(ctx.now));
  const last = all.at(-1);
  if (ahead.length > 0 || last === undefined) return ahead;
  // Promised for today after the office closed: it speaks on the next day instead of never.
  return [{ level: last.level, at: firingAt(localDate(ctx.now), 1, ctx) }];
};

/** Starts a clock. */
export const startDeadline = (request: DeadlineRequest, ctx: Context): Deadline => {
  const today = localDate(ctx.now);
  const term = request.term ?? ctx.policy.terms[request.kind];
  const end =
    request.on === undefined
      ? termEnd(term, request.from ?? today, ctx.calendar)
      : { on: nextBusinessDay(ctx.calendar, request.on), basis: 'date' as const };
  return {
    key: deadlineKey(request.kind, request.mark ?? request.referralId),
    kind: request.kind,
    ...(request.referralId === undefined ? {} : { referralId: request.referralId }),
    owedBy: request.owedBy,
    startedAt: ctx.now,
    dueAt: localInstant(end.on, ctx.policy.officeHours.closes),
    basis: end.basis,
    calendarVersion: ctx.calendar.version,
    firings: firingsOf(request, end.on, ctx),
  };
};

/** Business days left on a running clock. */
export const remainingBusinessDays = (deadline: Deadline, ctx: Context): number =>
  businessDaysBetween(ctx.calendar, localDate(ctx.now), localDate(deadline.dueAt));

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
