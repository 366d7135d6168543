/** From admission to closure: lead, consent, meeting, plan, measures, follow-ups (domain.md 3.1). */
import type { ClosureOutcome, Happening, InstitutionId, ReferralStatus } from '../../schemas/index';
import { grantGap } from '../consent/send-gate';
import { businessDaysBetween } from '../deadlines/business-days';
import { localDate } from '../deadlines/dates';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, findDeadline, followUp, set } from './clocks';
import type { CaseState, Goal } from './state';
import { isOpen, leadOf } from './state';

/** The lead reads the whole dossier: an invitation to a meeting, or a referral that ended in a no, is no ground. */
const mayLead = (state: CaseState, institutionId: InstitutionId, moment: Moment): boolean =>
  [state.registeredBy, leadOf(state), moment.policy.coordination].includes(institutionId) ||
  state.referrals.some(
    (referral) =>
      referral.from === institutionId ||
      (referral.to === institutionId &&
        !endedInNo.includes(referral.status) &&
        grantGap(state, referral, moment.now) === undefined),
  );
const endedInNo: readonly ReferralStatus[] = ['declined', 'withdrawn', 'expired', 'aborted'];

export const assignLead: Decider<'assignLead'> = (state, { kind, institutionId }, moment) => {
  // With two claims open, confirming the one who leads already is a decision too.
  const settled = 'lead' in state && !state.lead.interim && state.leadConflict === undefined;
  if (settled && state.lead.institutionId === institutionId)
    return refuse('not_allowed_in_this_state', { command: kind });
  return mayLead(state, institutionId, moment)
    ? accept({ type: 'leadAssigned', data: { institutionId, interim: false } })
    : refuse('legal_basis_missing', { to: institutionId });
};

export const recordConsent: Decider<'recordConsent'> = (_state, { consent }) =>
  accept({ type: 'consentRecorded', data: { consent } });

/** Needs no form and no reason (domain.md 9, SC06): what rests on consent stops at once. */
export const withdrawConsent: Decider<'withdrawConsent'> = (state) => {
  const suspendedReferrals = state.referrals
    .filter((referral) => isOpen(referral) && referral.grant.needsConsent)
    .map((referral) => referral.id);
  return accept({ type: 'consentWithdrawn', data: { suspendedReferrals } });
};

export const scheduleMeeting: Decider<'scheduleMeeting'> = (state, body, moment) => {
  const { meetingOn, minutes, invite } = body;
  const { meeting } = moment.policy;
  const gap = dateGap(meetingOn, moment);
  if (gap !== undefined) return refuse(gap, { field: 'meetingOn' });
  if (meeting.maxMinutes !== undefined && minutes > meeting.maxMinutes)
    return refuse('meeting_too_long', { minutes, most: meeting.maxMinutes });
  const notice = businessDaysBetween(moment.calendar, localDate(moment.now), meetingOn);
  if (notice < meeting.noticeBD)
    return refuse('notice_too_short', { businessDays: notice, least: meeting.noticeBD });
  const appointment =
    findDeadline(state, 'T_RT') === undefined
      ? [set({ kind: 'T_RT', owedBy: caseOwner(state), on: meetingOn }, moment)]
      : [];
  return accept({ type: 'meetingScheduled', data: { meetingOn, minutes, invite } }, ...appointment);
};

export const holdMeeting: Decider<'holdMeeting'> = (state, _body, moment) =>
  accept(
    { type: 'meetingHeld', data: { on: localDate(moment.now) } },
    ...clear(state, moment, { kinds: ['T_RT'] }),
    set({ kind: 'T_PLAN', owedBy: caseOwner(state) }, moment),
  );

export const agreePlan: Decider<'agreePlan'> = (state, { goals }, moment) => {
  const gap = goals.map((goal) => dateGap(goal.dueOn, moment)).find((one) => one !== undefined);
  if (gap !== undefined) return refuse(gap, { field: 'goals.dueOn' });
  const [month = 3] = moment.policy.followUpMonths;
  return accept(
    { type: 'planAgreed', data: { goals } },
    ...clear(state, moment, { kinds: ['T_RT', 'T_PLAN', 'T_REVIEW', 'T_NEXT'] }),
    set({ kind: 'T_COST', owedBy: caseOwner(state) }, moment),
    followUp(state, moment, { month, from: localDate(moment.now) }),
  );
};

export const approveCosts: Decider<'approveCosts'> = (state, { payer, capChf }, moment) =>
  accept(
    { type: 'costsApproved', data: { payer, ...(capChf === undefined ? {} : { capChf }) } },
    ...clear(state, moment, { kinds: ['T_COST'] }),
    set({ kind: 'T_START', owedBy: payer }, moment),
  );

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
  return accept(
    { type: 'followUpRecorded', data: { month } },
    ...body.goals
      .filter((goal) => goal.state !== 'open')
      .map((goal): Happening => ({ type: 'goalClosed', data: goal })),
    ...clear(state, moment, { kinds: ['T_FU'] }),
    next === undefined ? closing(state, moment) : followUp(state, moment, { month: next, from }),
  );
};

export const closeGoal: Decider<'closeGoal'> = (state, { number, state: end }) =>
  openGoal(state, number) === undefined
    ? refuse('unknown_goal', { number })
    : accept({ type: 'goalClosed', data: { number, state: end } });

export const recordMilestone: Decider<'recordMilestone'> = (_state, { milestone, on }, moment) => {
  const today = localDate(moment.now);
  return on !== undefined && on > today
    ? refuse('date_too_far', { field: 'on' })
    : accept({ type: 'milestoneRecorded', data: { milestone, on: on ?? today } });
};

/** Ends that life decides: open goals do not hold the case. */
const endsRegardless: readonly ClosureOutcome[] = [
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
  const open = state.referrals.filter(isOpen);
  const waiting = open.filter((referral) => !answered.includes(referral.status));
  if (waiting.length > 0)
    return refuse('referrals_still_open', { referrals: waiting.map((one) => one.id) });
  const goals = state.plan?.goals.filter((goal) => goal.state === 'open') ?? [];
  if (goals.length > 0 && !endsRegardless.includes(outcome))
    return refuse('goals_still_open', { goals: goals.map((goal) => String(goal.number)) });
  const uninformed = state.deadlines.filter((one) => one.kind === 'T_INFORM');
  if (uninformed.length > 0)
    return refuse('person_not_informed', {
      referrals: uninformed.map((one) => one.referralId ?? ''),
    });
  return accept(
    ...open.map(({ id }): Happening => ({
      type: 'referralCompleted',
      data: { referralId: id, result: 'case_closed' },
    })),
    ...clear(state, moment, {}),
    { type: 'caseClosed', data: { outcome } },
  );
};
