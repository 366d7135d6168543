/** Events make the state. Never mutates, never refuses: what happened, happened. */
import type { CaseEvent, EventType, ReferralId, VerdictSummary } from '../../schemas/index';
import type { CaseState, Circumstances, OpeningCase, ReferralState } from './state';
import { leadOf } from './state';
import { assessmentEvolvers } from './assessment';
import { born, circumstancesOf } from './born';
import { costsEvolvers } from './costs';
import { decisionEvolvers } from './decisions';
import { evolveDeadlines } from './evolve-deadlines';
import { timeEvolvers } from './evolve-time';
import type { Evolver } from './evolver';
import { delegationUnder, leadEvolvers } from './lead';
import { meetingEvolvers } from './meeting';
import { mergeEvolvers } from './merge';
import { moveEvolvers } from './move';
import { openingEvolvers } from './opening';
import { stands, statusAfter } from './outcomes';
import { remember } from './remember';
import { pingPongEvolvers, withLeadChange } from './ping-pong';
import { planEvolvers } from './evolve-plan';
import { erasureEvolvers } from './erasure';
import { reopenEvolvers } from './reopen';
import { evolveReferrals } from '../referral/evolve';

const isOpening = (state: CaseState): state is OpeningCase =>
  !('lead' in state || state.status === 'closed');

const withoutConflict = ({ leadConflict, ...rest }: CaseState): CaseState => rest;

type Assigned = Extract<CaseEvent, { type: 'leadAssigned' }>['data'];

const withLead = (state: CaseState, data: Assigned): CaseState => {
  const { institutionId, interim, responsible } = data;
  const settled = delegationUnder(withoutConflict(state), institutionId, responsible);
  const lead = { institutionId, interim };
  if (isOpening(settled)) return { ...settled, status: 'admitted', lead };
  return settled.status === 'closed' ? { ...settled, lead } : { ...settled, lead };
};

const withoutOverride = ({ override, ...rest }: CaseState): CaseState => rest;
const undecided = ({ confirmed, ...rest }: CaseState): CaseState => rest;

const confirmed: Evolver<'verdictConfirmed'> = (state, { data: { outcome } }) => {
  const next = { ...withoutOverride(state), dormant: false, confirmed: outcome };
  const status = statusAfter(outcome);
  // leadAssigned, recorded with it, admits the case
  return status === 'admitted' || !isOpening(next) ? next : { ...next, status };
};

const withFacts = (
  state: CaseState,
  data: Circumstances & { readonly dossierRef: string },
): CaseState => ({
  // What was proposed was proposed on other facts.
  ...withoutOverride(state),
  dossierRef: data.dossierRef,
  circumstances: { ...state.circumstances, ...circumstancesOf(data) },
});

const fellDormant = ({ contactSought, ...state }: CaseState): CaseState => ({
  ...state,
  dormant: true,
});

const toCheck = (state: CaseState): CaseState => {
  const open = undecided(state);
  return isOpening(open) ? { ...open, status: 'criteria_check' } : state;
};

/** New advice opens the question again, unless it says what was confirmed already. */
const proposed = (state: CaseState, verdict: VerdictSummary): CaseState => {
  const next = { ...withoutOverride(state), verdict, missing: verdict.missing };
  return stands(state, verdict.outcome) ? next : toCheck(next);
};

const returned: Evolver<'informationReturned'> = (state, { data: { verdict, missing } }) => {
  const open = undecided(withoutOverride(state));
  return isOpening(open) ? { ...open, status: 'returned_info', verdict, missing } : state;
};

/** The case goes on under other rules; what was decided under the old ones stands. */
const underRules: Evolver<'rulesAdopted'> = (state, { data }) => ({
  ...state,
  policyId: data.policyId,
  policyVersion: data.policyVersion,
  calendarVersion: data.calendarVersion,
  coordinatorGate: data.coordinatorGate ?? state.coordinatorGate,
});

const suspended = (state: CaseState, ids: readonly ReferralId[]): CaseState => ({
  ...state,
  consentSuspended: true,
  circumstances: {
    ...state.circumstances,
    consent: {
      recipients: [],
      fieldGroups: [],
      ...state.circumstances.consent,
      status: 'withdrawn',
    },
  },
  referrals: state.referrals.map((referral): ReferralState =>
    ids.includes(referral.id) ? { ...referral, suspended: true } : referral,
  ),
});

const closed: Evolver<'caseClosed'> = ({ paused, ...state }, { at, data }) => ({
  ...state,
  status: 'closed',
  outcome: data.outcome,
  ...(data.keepUntil === undefined ? {} : { keepUntil: data.keepUntil }),
  closedAt: at,
  deadlines: [],
});

const same = (state: CaseState): CaseState => state;

/** What each event does to the case itself; referrals and clocks have files of their own. */
const evolvers: { readonly [T in EventType]: Evolver<T> } = {
  ...openingEvolvers,
  ...assessmentEvolvers,
  ...leadEvolvers,
  ...reopenEvolvers,
  ...erasureEvolvers,
  ...mergeEvolvers,
  ...moveEvolvers,
  ...timeEvolvers,
  ...pingPongEvolvers,
  ...meetingEvolvers,
  ...costsEvolvers,
  ...decisionEvolvers,
  recipientsInformed: same,
  letterSent: same,
  noticeUndelivered: same,
  caseRegistered: same,
  registrationAcknowledged: (state) => ({ ...state, acknowledged: true }),
  factsUpdated: (state, { data }) => withFacts(state, data),
  informationSupplied: (state, { data }) =>
    toCheck({ ...withFacts(state, data), missing: [], dormant: false }),
  verdictProposed: (state, { data }) => proposed(state, data.verdict),
  informationReturned: returned,
  verdictConfirmed: confirmed,
  overrideProposed: (state, { by, data: { outcome, reason } }) => ({
    ...state,
    override: { outcome, reason, by: by.userId },
  }),
  rulesAdopted: underRules,
  leadAssigned: (state, { at, data }) => withLeadChange(state, withLead(state, data), at),
  leadConflictRaised: (state, { data }) => ({ ...state, leadConflict: data.claimedBy }),
  consentRecorded: (state, { data }) => ({
    ...state,
    consentSuspended: false,
    circumstances: { ...state.circumstances, consent: data.consent },
  }),
  consentWithdrawn: (state, { data }) => suspended(state, data.suspendedReferrals),
  ...planEvolvers,
  caseBecameDormant: fellDormant,
  caseClosed: closed,
  referralSent: same,
  referralAcknowledged: same,
  informationRequested: same,
  informationAnswered: same,
  referralAccepted: same,
  referralDeclined: same,
  referralWaiting: same,
  referralWithdrawn: same,
  referralStarted: same,
  reportRequested: same,
  progressReported: same,
  referralCompleted: same,
  referralAborted: same,
  referralDrafted: same,
  referralDiscarded: same,
  referralForwarded: same,
  referralResumed: same,
  referralExpired: same,
  nextPartnerSuggested: same,
  personInformed: same,
  costsApproved: same,
  milestoneRecorded: same,
  deadlineSet: same,
  deadlineStopped: same,
  deadlineCleared: same,
  deadlineMoved: same,
  // The deferral is over: nothing stands any more until a person decides.
  deadlineReached: (state, { data }) => (data.deadline === 'T_DEFER' ? undecided(state) : state),
};

const evolveCase = (state: CaseState, event: CaseEvent): CaseState =>
  // The table pairs each type with its evolver; TypeScript can not follow a union through it.
  (evolvers[event.type] as Evolver<EventType>)(state, event);

/** The next state. `caseId` names the case that a `caseRegistered` brings to life. */
export const evolve = (
  state: CaseState | undefined,
  event: CaseEvent,
  caseId: string,
): CaseState | undefined => {
  if (event.type === 'caseRegistered') return state ?? born(caseId, event);
  if (state === undefined) return undefined;
  const before = leadOf(state);
  const next = evolveCase(state, event);
  const counted: CaseState = {
    ...next,
    version: event.seq,
    changedAt: event.at,
    referrals: evolveReferrals(next.referrals, event),
  };
  return remember(state, event, evolveDeadlines(counted, event, before));
};
