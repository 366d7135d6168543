/** Events make the state. Never mutates, never refuses: what happened, happened. */
import type { CaseEvent, InstitutionId, ReferralId, VerdictSummary } from '../../schemas/index';
import type { ActiveStatus, CaseCore, CaseState, Circumstances, ReferralState } from './state';
import { leadOf } from './state';
import { evolveDeadlines } from './evolve-deadlines';
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

/** Moves an admitted case on; a case that nobody leads yet can not be there (domain.md 3.2). */
const moved = (state: CaseState, status: ActiveStatus): CaseState =>
  'lead' in state && state.status !== 'closed' ? { ...state, status } : state;

const withLead = (state: CaseState, institutionId: InstitutionId, interim: boolean): CaseState => {
  const { leadConflict: _settled, ...rest } = state;
  const lead = { institutionId, interim };
  return rest.status === 'closed' || 'lead' in rest
    ? { ...rest, lead }
    : { ...rest, status: 'admitted', lead };
};

const confirmed = (
  state: CaseState,
  event: CaseEvent & { type: 'verdictConfirmed' },
): CaseState => {
  const { outcome } = event.data;
  if (outcome === 'admitted') return state; // leadAssigned, recorded with it, admits the case
  return state.status === 'closed' || 'lead' in state ? state : { ...state, status: outcome };
};

const withFacts = (
  state: CaseState,
  data: Circumstances & { readonly dossierRef: string },
): CaseState => ({
  ...state,
  dossierRef: data.dossierRef,
  circumstances: { ...state.circumstances, ...circumstancesOf(data) },
});

const toCheck = (state: CaseState): CaseState =>
  'lead' in state || state.status === 'closed' ? state : { ...state, status: 'criteria_check' };

/** New advice opens the question again, unless it says what was confirmed already. */
const proposed = (state: CaseState, verdict: VerdictSummary): CaseState => {
  const next = { ...state, verdict, missing: verdict.missing };
  return state.status === verdict.outcome ? next : toCheck(next);
};

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

const goalsClosed = (state: CaseState, { data }: CaseEvent & { type: 'goalClosed' }): CaseState =>
  state.plan === undefined
    ? state
    : {
        ...state,
        plan: {
          ...state.plan,
          goals: state.plan.goals.map((goal) =>
            goal.number === data.number ? { ...goal, state: data.state } : goal,
          ),
        },
      };

const closed = (state: CaseState, event: CaseEvent & { type: 'caseClosed' }): CaseState => {
  const { status: _open, ...rest } = state;
  return { ...(rest as CaseCore), status: 'closed', outcome: event.data.outcome, deadlines: [] };
};

/** The case after the event's own matter; referrals and clocks have files of their own. */
const evolveCase = (state: CaseState, event: CaseEvent): CaseState => {
  switch (event.type) {
    case 'registrationAcknowledged':
      return { ...state, acknowledged: true };
    case 'factsUpdated':
      return withFacts(state, event.data);
    case 'informationSupplied':
      return toCheck({ ...withFacts(state, event.data), missing: [], dormant: false });
    case 'verdictProposed':
      return proposed(state, event.data.verdict);
    case 'informationReturned':
      return 'lead' in state || state.status === 'closed'
        ? state
        : {
            ...state,
            status: 'returned_info',
            verdict: event.data.verdict,
            missing: event.data.missing,
          };
    case 'verdictConfirmed':
      return confirmed(state, event);
    case 'leadAssigned':
      return withLead(state, event.data.institutionId, event.data.interim);
    case 'leadConflictRaised':
      return { ...state, leadConflict: event.data.claimedBy };
    case 'consentRecorded':
      return {
        ...state,
        consentSuspended: false,
        circumstances: { ...state.circumstances, consent: event.data.consent },
      };
    case 'consentWithdrawn':
      return suspended(state, event.data.suspendedReferrals);
    case 'meetingScheduled':
      return moved(
        { ...state, meetingOn: event.data.meetingOn, invited: event.data.invite },
        'meeting',
      );
    case 'meetingHeld':
      return moved(state, 'plan_draft');
    case 'planAgreed':
      return moved(
        {
          ...state,
          plan: {
            agreedOn: event.at,
            goals: event.data.goals.map((goal, i) => ({ ...goal, number: i + 1, state: 'open' })),
          },
        },
        'plan_agreed',
      );
    case 'measureStarted':
      return moved(state, 'in_measures');
    case 'followUpRecorded':
      return moved(
        { ...state, followUpsDone: [...state.followUpsDone, event.data.month] },
        'follow_up',
      );
    case 'goalClosed':
      return goalsClosed(state, event);
    case 'caseBecameDormant':
      return { ...state, dormant: true };
    case 'caseClosed':
      return closed(state, event);
    case 'caseRegistered':
    case 'referralSent':
    case 'referralAcknowledged':
    case 'informationRequested':
    case 'informationAnswered':
    case 'referralAccepted':
    case 'referralDeclined':
    case 'referralWaiting':
    case 'referralWithdrawn':
    case 'referralStarted':
    case 'reportRequested':
    case 'progressReported':
    case 'referralCompleted':
    case 'referralAborted':
    case 'personInformed':
    case 'costsApproved':
    case 'milestoneRecorded':
    case 'deadlineSet':
    case 'deadlineStopped':
    case 'deadlineCleared':
    case 'deadlineReached':
      return state;
  }
};

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
