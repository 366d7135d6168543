/** From admission to closure: lead, consent, meeting, plan, measures, follow-ups (domain.md 3.1). */
import type { ClosureOutcome, Consent, Happening, RefusalCode } from '../../schemas/index';
import { addMonths, localDate } from '../deadlines/dates';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, findDeadline, followUp, set } from './clocks';
import { closes, endReferrals, uninformedOf } from './ending';
import { handoverGap, handsOver } from './move';
import { pausedDaysOf } from './paused-days';
import type { CaseState, Goal, ReferralState } from './state';
import { isOpen } from './state';

/** A consent that is signed tomorrow, or that ended yesterday, is a slip of the pen. */
const consentDateGap = (
  { signedOn, expiresOn }: Consent,
  moment: Moment,
): { readonly code: RefusalCode; readonly field: string } | undefined => {
  if (signedOn !== undefined && signedOn > localDate(moment.now))
    return { code: 'date_too_far', field: 'consent.signedOn' };
  const code = dateGap(expiresOn, moment);
  return code && { code, field: 'consent.expiresOn' };
};

export const recordConsent: Decider<'recordConsent'> = (state, { consent }, moment) => {
  const wrongDay = consentDateGap(consent, moment);
  if (wrongDay !== undefined) return refuse(wrongDay.code, { field: wrongDay.field });
  // What the person wants erased is not packed for another canton.
  if (handsOver(state, consent) && state.restricted?.erasureSince !== undefined)
    return refuse('erasure_requested', { to: consent.handoverTo ?? '' });
  const gap = handoverGap(state, consent);
  return gap === undefined
    ? accept({ type: 'consentRecorded', data: { consent } })
    : refuse('recipient_not_covered', gap);
};

export const agreePlan: Decider<'agreePlan'> = (state, { goals }, moment) => {
  const gap = goals.map((goal) => dateGap(goal.dueOn, moment)).find((one) => one !== undefined);
  if (gap !== undefined) return refuse(gap, { field: 'goals.dueOn' });
  // Another plan goes on with the follow-ups that are still to come.
  const month = moment.policy.followUpMonths.find((one) => !state.followUpsDone.includes(one));
  return accept(
    { type: 'planAgreed', data: { goals } },
    ...clear(state, moment, { kinds: ['T_RT', 'T_PLAN', 'T_REVIEW', 'T_NEXT'] }),
    set({ kind: 'T_COST', owedBy: caseOwner(state) }, moment),
    ...(month === undefined
      ? []
      : [followUp(state, moment, { month, from: localDate(moment.now) })]),
  );
};

export const startMeasure: Decider<'startMeasure'> = (state, { provider }, moment) =>
  accept(
    { type: 'measureStarted', data: provider === undefined ? {} : { provider } },
    ...clear(state, moment, { kinds: ['T_START', 'T_COST'] }),
  );

const openGoal = (state: CaseState, number: number): Goal | undefined =>
  state.plan?.goals.find((goal) => goal.number === number && goal.state === 'open');

const closing = (state: CaseState, moment: Moment): Happening =>
  set({ kind: 'T_CLOSE', owedBy: caseOwner(state) }, moment);

export const recordFollowUp: Decider<'recordFollowUp'> = (state, body, moment) => {
  const { followUpMonths } = moment.policy;
  const [month, next] = followUpMonths.filter((one) => !state.followUpsDone.includes(one));
  if (month === undefined || state.plan === undefined)
    return refuse('not_allowed_in_this_state', { command: body.kind });
  const unknown = body.goals.find((goal) => openGoal(state, goal.number) === undefined);
  if (unknown !== undefined) return refuse('unknown_goal', { number: unknown.number });
  const from = localDate(state.plan.agreedOn);
  const later = pausedDaysOf(state, moment.now);
  return accept(
    { type: 'followUpRecorded', data: { month } },
    ...body.goals
      .filter((goal) => goal.state !== 'open')
      .map((goal): Happening => ({ type: 'goalClosed', data: goal })),
    ...clear(state, moment, { kinds: ['T_FU'] }),
    next === undefined
      ? closing(state, moment)
      : followUp(state, moment, { month: next, from, later }),
  );
};

export const closeGoal: Decider<'closeGoal'> = (state, { number, state: end }) =>
  openGoal(state, number) === undefined
    ? refuse('unknown_goal', { number })
    : accept({ type: 'goalClosed', data: { number, state: end } });

/** What happened longer before the registration is not a milestone of this case [P]. */
const earliestMonths = 12;

export const recordMilestone: Decider<'recordMilestone'> = (
  { registeredAt },
  { milestone, on },
  moment,
) => {
  const today = localDate(moment.now);
  if (on !== undefined && on > today) return refuse('date_too_far', { field: 'on' });
  return on !== undefined && on < addMonths(localDate(registeredAt), -earliestMonths)
    ? refuse('date_in_the_past', { field: 'on' })
    : accept({ type: 'milestoneRecorded', data: { milestone, on: on ?? today } });
};

/** Ends that life decides: open goals do not hold the case. */
export const endsRegardless: readonly ClosureOutcome[] = [
  'dropout',
  'consent_withdrawn',
  'moved_canton',
  'left_country',
  'status_lost',
  'pension_age',
  'duplicate',
  'deceased',
];
const answered = ['accepted', 'in_progress', 'reported'];

export const closeCase: Decider<'closeCase'> = (state, { outcome }, moment) => {
  const isStopped = ({ suspended }: ReferralState): boolean =>
    outcome === 'consent_withdrawn' && suspended === true;
  const open = state.referrals.filter((referral) => isOpen(referral) && !isStopped(referral));
  const waiting = open.filter((referral) => !answered.includes(referral.status));
  if (waiting.length > 0)
    return refuse('referrals_still_open', { referrals: waiting.map((one) => one.id) });
  const goals = state.plan?.goals.filter((goal) => goal.state === 'open') ?? [];
  if (goals.length > 0 && !endsRegardless.includes(outcome))
    return refuse('goals_still_open', { goals: goals.map((goal) => String(goal.number)) });
  const uninformed = uninformedOf(state);
  if (uninformed.length > 0) return refuse('person_not_informed', { referrals: [...uninformed] });
  // The law gives the person the answer to a withdrawal before the case may end.
  if (outcome !== 'deceased' && findDeadline(state, 'T_LETTER') !== undefined)
    return refuse('person_not_informed', { referrals: [] });
  return accept(
    ...endReferrals(
      state,
      'consent_withdrawn',
      (referral) => isStopped(referral) || referral.status === 'draft',
    ),
    ...open.map(({ id }): Happening => ({
      type: 'referralCompleted',
      data: { referralId: id, result: 'case_closed' },
    })),
    ...clear(state, moment, {}),
    closes(outcome, moment),
  );
};
