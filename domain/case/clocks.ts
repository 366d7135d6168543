/** The small steps on clocks that decisions are made of. */
import type {
  DeadlineKind,
  Deadline,
  Happening,
  InstitutionId,
  ReferralId,
  RunningPolicy,
  Term,
} from '../../schemas/index';
import type { Context, DeadlineRequest, NextFiring } from '../deadlines/deadline';
import {
  deadlineKey,
  nextFiring,
  remainingBusinessDays,
  resumeDeadline,
  startDeadline,
} from '../deadlines/deadline';
import { addDays, addMonths } from '../deadlines/dates';
import { onDay } from '../deadlines/on-day';
import type { CaseState } from './state';
import { leadOf } from './state';

export const findDeadline = (state: CaseState, key: string): Deadline | undefined =>
  state.deadlines.find((deadline) => deadline.key === key);

export const set = (request: DeadlineRequest, ctx: Context): Happening => ({
  type: 'deadlineSet',
  data: { deadline: startDeadline(request, ctx) },
});

export const cleared = (deadline: Deadline, ctx: Context): Happening => ({
  type: 'deadlineCleared',
  data: { key: deadline.key, met: Date.parse(ctx.now) <= Date.parse(deadline.dueAt) },
});

/**
 * Clears the clocks of these kinds: of one referral when one is named, of the case alone when
 * `ofCase`, else of both.
 */
export const clear = (
  state: CaseState,
  ctx: Context,
  which: {
    readonly kinds?: readonly DeadlineKind[];
    readonly referralId?: ReferralId;
    readonly ofCase?: true;
  },
): Happening[] =>
  state.deadlines
    .filter((one) => which.kinds === undefined || which.kinds.includes(one.kind))
    .filter((one) => which.referralId === undefined || one.referralId === which.referralId)
    .filter((one) => which.ofCase === undefined || one.referralId === undefined)
    .map((one) => cleared(one, ctx));

/** Stops a running clock; nothing when there is none (domain.md 3.4: an info request stops it). */
export const stop = (state: CaseState, ctx: Context, key: string): Happening[] => {
  const deadline = findDeadline(state, key);
  // What a pause stopped is stopped for this reason from now on: it waits beyond the pause.
  const paused = deadline?.stopped?.because === 'pause';
  if (deadline === undefined || (deadline.stopped !== undefined && !paused)) return [];
  const remainingBD = deadline.stopped?.remainingBD ?? remainingBusinessDays(deadline, ctx);
  return [{ type: 'deadlineStopped', data: { key, at: ctx.now, remainingBD } }];
};

/** Lets a stopped clock run again; nothing when there is none. */
export const resume = (state: CaseState, ctx: Context, key: string): Happening[] => {
  const deadline = findDeadline(state, key);
  if (deadline?.stopped === undefined) return [];
  return [
    { type: 'deadlineSet', data: { deadline: resumeDeadline(deadline, ctx, state.silences) } },
  ];
};

/**
 * What comes next and is owed by somebody. A fact that changes by itself on a day is no follow-up, nor
 * is the warning before it: their clocks wake the engine, and a case that has nothing else has nothing
 * due.
 */
export const nextOwed = (deadlines: readonly Deadline[]): NextFiring | undefined =>
  nextFiring(deadlines.filter(({ kind }) => kind !== 'T_FACTS' && kind !== 'T_PERMIT'));

/** What a policy says that was published before there was urgency (domain.md 6) [P]. */
const usualUrgentBD = 2;

/** How long the answer to a referral may take while the case is urgent; else as the policy says. */
export const answerTerm = (
  { urgent }: CaseState,
  { urgentAnswerBD = usualUrgentBD }: RunningPolicy,
): Term | undefined => (urgent === undefined ? undefined : { BD: urgentAnswerBD });

/** Who decides on admission: the coordination office behind a gate, else the registering office. */
export const triageOwner = (state: CaseState, policy: RunningPolicy): InstitutionId =>
  policy.coordinatorGate ? policy.coordination : state.registeredBy;

/** Who moves the case on. */
export const caseOwner = (state: CaseState): InstitutionId => leadOf(state) ?? state.registeredBy;

/**
 * A follow-up of the plan, counted in months from its date (domain.md 3.4), and `later` by the calendar
 * days in which the case stood still.
 */
export const followUp = (
  state: CaseState,
  ctx: Context,
  which: { readonly month: number; readonly from: string; readonly later?: number },
): Happening => {
  const { month, from, later = 0 } = which;
  const owedBy = caseOwner(state);
  const planned = startDeadline(
    { kind: 'T_FU', mark: String(month), owedBy, from, term: { months: month } },
    ctx,
  );
  const on = addDays(addMonths(from, month), later);
  return {
    type: 'deadlineSet',
    data: { deadline: later === 0 ? planned : onDay(planned, { on }, ctx) },
  };
};

export { deadlineKey };
