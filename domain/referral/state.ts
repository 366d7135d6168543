/** One referral of a case: a draft of its sender, or one that left the house with a grant. */
import type {
  InstitutionId,
  ReferralId,
  ReferralPurpose,
  ReferralStatus,
  SendGrant,
} from '../../schemas/index';

interface ReferralCore {
  readonly id: ReferralId;
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly purpose: ReferralPurpose;
  readonly answeredAt?: string;
  readonly requestedFields?: readonly string[];
  readonly code?: string;
  readonly nextOwner?: InstitutionId;
  readonly waitsUntil?: string;
  readonly suspended?: true;
  /** Several asked for the same need share a name: the first to accept has it. */
  readonly need?: string;
  /** The referral that this one carries on, or that carries this one on. */
  readonly forwardedFrom?: ReferralId;
  readonly forwardedAs?: ReferralId;
  /** Who might be asked instead, after a decline; the likeliest first. */
  readonly suggested?: readonly InstitutionId[];
}

/** Kept by its sender and never left the house; withdrawn: given up before it left. */
export interface DraftReferral extends ReferralCore {
  readonly status: Extract<ReferralStatus, 'draft' | 'withdrawn'>;
  readonly grant?: never;
  readonly sentAt?: never;
}

/** Left through the send gate, which gave it its grant. */
export interface SentReferral extends ReferralCore {
  readonly status: Exclude<ReferralStatus, 'draft'>;
  readonly grant: SendGrant;
  readonly sentAt: string;
}

/** One referral to one institution, with its own status and clock. */
export type ReferralState = DraftReferral | SentReferral;

/** Statuses in which nobody owes anything on a referral: it has ended, or never left. */
const idleReferralStatuses: readonly ReferralStatus[] = [
  'draft',
  'declined',
  'withdrawn',
  'expired',
  'done',
  'aborted',
];

/** True while somebody still owes something on the referral. */
export const isOpen = (referral: ReferralState): boolean =>
  !idleReferralStatuses.includes(referral.status);

/** True from acceptance to the end: the recipient has taken the person over. */
export const isTakenOver = ({ status }: ReferralState): boolean =>
  status === 'accepted' || status === 'in_progress' || status === 'reported';

/** True once it left the house: a draft, kept or given up, concerns nobody but its sender. */
export const isSent = (referral: ReferralState): referral is SentReferral =>
  referral.grant !== undefined;
