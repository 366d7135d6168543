/** Events make the state. Never mutates, never refuses: what happened, happened. */
import type {
  CaseEvent,
  EventType,
  InstitutionId,
  ReferralId,
  VerdictSummary,
} from '../../schemas/index';
import type { ActiveStatus, CaseState, Circumstances, OpeningCase, ReferralState } from './state';
import { leadOf } from './state';
import { evolveDeadlines } from './evolve-deadlines';
import { stands, statusAfter } from './outcomes';
import { evolveReferrals } from '../referral/evolve';

type Registered = Extract<CaseEvent, { type: 'caseRegistered' }>;

const circumstancesOf = (data: Circumstances): Circumstances => ({
  ...(data.consent === undefined ? {} : { consent: data.consent }),
  ...(data.personDrawsBenefits === undefined
    ? {}
    : { personDrawsBenefits: data.personDrawsBenefits }),
  ...(data.employable === undefined ? {} : { employable: data.employable }),
  ...(data.protectedPermit === undefined ? {} : { protectedPermit: data.protectedPermit }),
});

const born = (caseId: string, { data, at, seq }: Registered): CaseState => ({
  id: caseId,
  version: seq,
  status: 'criteria_check',
  canton: data.canton,
  policyId: data.policyId,
  policyVersion: data.policyVersion,
  coordinatorGate: data.coordinatorGate,
  registeredBy: data.registeredBy,
  registeredAt: at,
  changedAt: at,
  acknowledged: false,
  dossierRef: data.dossierRef,
  circumstances: circumstancesOf(data),
  consentSuspended: false,
  dormant: false,
  missing: [],
  referrals: [],
  deadlines: [],
  silences: [],
  invited: [],
  followUpsDone: [],
});

const isOpening = (state: CaseState): state is OpeningCase =>
  !('lead' in state || state.status === 'closed');

/** Moves an admitted case on; a case that nobody leads yet can not be there (domain.md 3.2). */
const moved = (state: CaseState, status: ActiveStatus): CaseState =>
  isOpening(state) || state.status === 'closed' ? state : { ...state, status };

const withoutConflict = ({ leadConflict, ...rest }: CaseState): CaseState => rest;

const withLead = (state: CaseState, institutionId: InstitutionId, interim: boolean): CaseState => {
  const settled = withoutConflict(state);
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

const withPlan = (
  state: CaseState,
  { at, data }: Extract<CaseEvent, { type: 'planAgreed' }>,
): CaseState => {
  const goals = data.goals.map((goal, i) => ({ ...goal, number: i + 1, state: 'open' as const }));
  return { ...state, plan: { agreedOn: at, goals } };
};

const goalsClosed: Evolver<'goalClosed'> = (state, { data }) => {
  if (state.plan === undefined) return state;
  const goals = state.plan.goals.map((goal) =>
    goal.number === data.number ? { ...goal, state: data.state } : goal,
  );
  return { ...state, plan: { ...state.plan, goals } };
};

const closed: Evolver<'caseClosed'> = (state, { data }) => ({
  ...state,
  status: 'closed',
  outcome: data.outcome,
  deadlines: [],
});

type Evolver<T extends EventType> = (
  state: CaseState,
  event: Extract<CaseEvent, { type: T }>,
) => CaseState;
const same = (state: CaseState): CaseState => state;

/** What each event does to the case itself; referrals and clocks have files of their own. */
const evolvers: { readonly [T in EventType]: Evolver<T> } = {
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
  leadAssigned: (state, { data }) => withLead(state, data.institutionId, data.interim),
  leadConflictRaised: (state, { data }) => ({ ...state, leadConflict: data.claimedBy }),
  consentRecorded: (state, { data }) => ({
    ...state,
    consentSuspended: false,
    circumstances: { ...state.circumstances, consent: data.consent },
  }),
  consentWithdrawn: (state, { data }) => suspended(state, data.suspendedReferrals),
  meetingScheduled: (state, { data }) =>
    moved({ ...state, meetingOn: data.meetingOn, invited: data.invite }, 'meeting'),
  meetingHeld: (state) => moved(state, 'plan_draft'),
  planAgreed: (state, event) => moved(withPlan(state, event), 'plan_agreed'),
  measureStarted: (state) => moved(state, 'in_measures'),
  followUpRecorded: (state, { data }) =>
    moved({ ...state, followUpsDone: [...state.followUpsDone, data.month] }, 'follow_up'),
  goalClosed: goalsClosed,
  caseBecameDormant: (state) => ({ ...state, dormant: true }),
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
  return evolveDeadlines(counted, event, before);
};
