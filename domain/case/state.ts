/**
 * The state of a case: JSON and nothing else, so that it survives Temporal, Postgres and time.
 * Status is a union (domain.md 3.2); everything that may hold beside any status is a field of the core.
 */
import type {
  CantonCode,
  CaseId,
  CaseStatus,
  ClosureOutcome,
  Consent,
  Deadline,
  GoalState,
  InstitutionId,
  OverrideReason,
  PlanGoal,
  ReferralId,
  ReferralPurpose,
  ReferralStatus,
  SendGrant,
  VerdictOutcome,
  VerdictSummary,
} from '../../schemas/index';

export interface Lead {
  readonly institutionId: InstitutionId;
  /** Held until the parties agree: nobody claimed it yet. */
  readonly interim: boolean;
}

export interface Goal extends PlanGoal {
  readonly number: number;
  readonly state: GoalState;
}

/** One referral to one institution, with its own status and clock. */
export interface ReferralState {
  readonly id: ReferralId;
  readonly status: ReferralStatus;
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly purpose: ReferralPurpose;
  readonly grant: SendGrant;
  readonly sentAt: string;
  readonly answeredAt?: string;
  readonly requestedFields?: readonly string[];
  readonly code?: string;
  readonly nextOwner?: InstitutionId;
  readonly waitsUntil?: string;
  readonly suspended?: true;
}

/** A firing of the ladder for an institution, kept to notice repeated silence (domain.md 6). */
export interface Silence {
  readonly institutionId: InstitutionId;
  readonly at: string;
}

/** What the send gate must know; codes taken from the dossier when facts changed. */
export interface Circumstances {
  readonly consent?: Consent | undefined;
  readonly personDrawsBenefits?: boolean | undefined;
  readonly employable?: boolean | undefined;
  readonly protectedPermit?: boolean | undefined;
}

/** Another outcome than suggested: one person proposed it, a second one has to confirm it. */
export interface ProposedOverride {
  readonly outcome: VerdictOutcome;
  readonly reason: OverrideReason;
  /** User id of the first person. */
  readonly by: string;
}

export interface CaseCore {
  readonly id: CaseId;
  readonly version: number;
  readonly canton: CantonCode;
  readonly policyId: string;
  readonly policyVersion: string;
  /** A coordinator confirms the verdict; without the gate the contacts decide between them. */
  readonly coordinatorGate: boolean;
  readonly registeredBy: InstitutionId;
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly acknowledged: boolean;
  readonly dossierRef: string;
  readonly circumstances: Circumstances;
  readonly consentSuspended: boolean;
  readonly dormant: boolean;
  readonly verdict?: VerdictSummary;
  /** The outcome that stands; absent while the question is open, and in cases of earlier releases. */
  readonly confirmed?: VerdictOutcome;
  readonly override?: ProposedOverride;
  /** Of the rules that were adopted last; absent as long as those of the registration hold. */
  readonly calendarVersion?: string;
  readonly missing: readonly string[];
  readonly referrals: readonly ReferralState[];
  readonly deadlines: readonly Deadline[];
  readonly silences: readonly Silence[];
  readonly leadConflict?: InstitutionId;
  readonly meetingOn?: string;
  readonly invited: readonly InstitutionId[];
  readonly plan?: { readonly agreedOn: string; readonly goals: readonly Goal[] };
  readonly followUpsDone: readonly number[];
}

export const openingStatuses = [
  'draft',
  'preclarified',
  'registered',
  'criteria_check',
  'returned_info',
  'not_admitted',
  'bilateral',
] as const satisfies readonly CaseStatus[];
export const activeStatuses = [
  'admitted',
  'assessment',
  'meeting',
  'plan_draft',
  'plan_agreed',
  'in_measures',
  'follow_up',
] as const satisfies readonly CaseStatus[];

export type OpeningStatus = (typeof openingStatuses)[number];
export type ActiveStatus = (typeof activeStatuses)[number];

/** Before admission nobody leads the case. */
export type OpeningCase = CaseCore & { readonly status: OpeningStatus };
/** After admission exactly one institution leads it (domain.md 3.2). */
export type ActiveCase = CaseCore & { readonly status: ActiveStatus; readonly lead: Lead };
export type ClosedCase = CaseCore & {
  readonly status: 'closed';
  readonly outcome: ClosureOutcome;
  readonly lead?: Lead;
};
export type CaseState = OpeningCase | ActiveCase | ClosedCase;

/** Statuses after which nobody owes anything on a referral. */
const endedReferralStatuses: readonly ReferralStatus[] = [
  'declined',
  'withdrawn',
  'expired',
  'done',
  'aborted',
];

/** True while somebody still owes something on the referral. */
export const isOpen = (referral: ReferralState): boolean =>
  !endedReferralStatuses.includes(referral.status);

export const findReferral = (state: CaseState, id: ReferralId): ReferralState | undefined =>
  state.referrals.find((referral) => referral.id === id);

/** The lead when there is one: before admission there is none. */
export const leadOf = (state: CaseState): InstitutionId | undefined =>
  'lead' in state ? state.lead.institutionId : undefined;

/** Every institution that has a part in the case: registering, leading, sender or recipient, invited. */
export const partiesOf = (state: CaseState): readonly InstitutionId[] => {
  const lead = leadOf(state);
  const all = [
    state.registeredBy,
    ...(lead === undefined ? [] : [lead]),
    ...state.referrals.flatMap((referral) => [referral.from, referral.to]),
    ...state.invited,
  ];
  return [...new Set(all)];
};
