/**
 * The state of a case: JSON and nothing else, so that it survives Temporal, Postgres and time.
 * Status is a union (domain.md 3.2); everything that may hold beside any status is a field of the core.
 */
import type {
  CantonCode,
  CaseId,
  CaseLink,
  CaseStatus,
  ClosureOutcome,
  Consent,
  ContactChannel,
  Deadline,
  GoalState,
  InstitutionId,
  LegalHoldReason,
  PauseReason,
  OverrideReason,
  PlanGoal,
  ReferralId,
  UrgentRisk,
  VerdictOutcome,
  VerdictSummary,
} from '../../schemas/index';
import type { ReferralState } from '../referral/state';
import { isSent } from '../referral/state';

export type { DraftReferral, ReferralState, SentReferral } from '../referral/state';
export { isOpen, isSent } from '../referral/state';

export interface Lead {
  readonly institutionId: InstitutionId;
  /** Held until the parties agree: nobody claimed it yet. */
  readonly interim: boolean;
}

export interface Goal extends PlanGoal {
  readonly number: number;
  readonly state: GoalState;
}

/** A case that goes back and forth between offices (domain.md 6). */
export interface PingPong {
  readonly since: string;
  /** When the offices met or agreed on a plan: until then only the coordinator refers anybody. */
  readonly settledAt?: string;
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

/** The last step, as long as it can be taken back. */
export interface Undoable {
  /** The command. */
  readonly cause: string;
  /** Absent when something left with the step: then nobody takes it back. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** Parts of the state that were not there before. */
  readonly added?: readonly string[];
  /** User id. */
  readonly by?: string;
  readonly at?: string;
  readonly seqFrom?: number;
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
  /** Somebody has tried to reach the person since the case fell dormant. */
  readonly contactSought?: true;
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
  /** Stands still until somebody resumes it; a review day with an owner comes with it. */
  readonly paused?: {
    readonly reason: PauseReason;
    readonly since: string;
    readonly reviewOn: string;
  };
  readonly urgent?: { readonly risk: UrgentRisk; readonly since: string };
  /** What people may not do with it (domain.md 3.2): the person wants it erased, or it must be kept. */
  readonly restricted?: {
    readonly erasureSince?: string;
    /** The person was told that the law keeps it; the wish stands. */
    readonly answered?: true;
    readonly hold?: { readonly reason: LegalHoldReason; readonly since: string };
  };
  readonly undoable?: Undoable;
  /** Answers for the case while the lead is delegated (domain.md 1.3). */
  readonly overallResponsibility?: InstitutionId;
  readonly delegation?: {
    readonly from: InstitutionId;
    readonly to: InstitutionId;
    readonly until: string;
  };
  readonly assessedBy?: InstitutionId;
  readonly contactTries?: readonly {
    readonly at: string;
    readonly channel: ContactChannel;
    readonly reached: boolean;
  }[];
  /** When the lead went from one office to another, to notice a case that goes back and forth. */
  readonly leadChanges?: readonly string[];
  readonly pingPong?: PingPong;
  /** Since when a measure of the plan in force runs. */
  readonly measureSince?: string;
  readonly mergeWith?: CaseId;
  /** Cases that people found to be about somebody else: nobody proposes them by itself again. */
  readonly mergeRejected?: readonly CaseId[];
  readonly links?: readonly {
    readonly caseId: CaseId;
    readonly link: CaseLink;
    readonly annex?: string | undefined;
    readonly office?: InstitutionId | undefined;
  }[];
  readonly leavingTo?: CantonCode;
  readonly decisions?: readonly {
    readonly by: InstitutionId;
    readonly servedOn: string;
    readonly about?: ReferralId;
  }[];
  readonly leadConflict?: InstitutionId;
  readonly meetingOn?: string;
  /** When that meeting was held; absent while it is ahead, and in cases of earlier releases. */
  readonly metAt?: string;
  readonly invited: readonly InstitutionId[];
  readonly plan?: {
    readonly agreedOn: string;
    readonly goals: readonly Goal[];
    /** Calendar days in which the case stood still since: follow-ups come so much later. */
    readonly pausedDays?: number;
  };
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
  readonly closedAt?: string;
  /** Erased after this day. */
  readonly keepUntil?: string;
  /** When everything personal was destroyed; nothing of the case can be done after. */
  readonly erasedAt?: string;
};
export type CaseState = OpeningCase | ActiveCase | ClosedCase;

export const findReferral = (state: CaseState, id: ReferralId): ReferralState | undefined =>
  state.referrals.find((referral) => referral.id === id);

/** Nothing is left of the person: the case is a number in the statistics. */
export const isErased = (state: CaseState): boolean =>
  state.status === 'closed' && state.erasedAt !== undefined;

/** The lead when there is one: before admission there is none. */
export const leadOf = (state: CaseState): InstitutionId | undefined =>
  'lead' in state ? state.lead.institutionId : undefined;

/** Every institution that has a part in the case: registering, leading, sender or recipient, invited. */
export const partiesOf = (state: CaseState): readonly InstitutionId[] => {
  const lead = leadOf(state);
  const all = [
    state.registeredBy,
    ...(lead === undefined ? [] : [lead]),
    ...(state.overallResponsibility === undefined ? [] : [state.overallResponsibility]),
    ...state.referrals.filter(isSent).flatMap(({ from, to }) => [from, to]),
    ...state.invited,
  ];
  return [...new Set(all)];
};
