/** What the outside must hear or do because of an event. Data only; the loop and the relay act on it. */
import type { DeadlineKind, InstitutionId, LadderLevel, ReferralId } from '../../schemas/index';

/** A notice for one institution: becomes one outbox row, then one thin CloudEvent. */
export interface OutgoingNotice {
  readonly to: InstitutionId;
  /** CloudEvent type, `ch.relais.referral.sent.v1`. */
  readonly type: string;
  /** The event it came from. */
  readonly seq: number;
  readonly at: string;
  readonly referralId?: ReferralId | undefined;
  readonly from?: InstitutionId | undefined;
  readonly basis?: string | undefined;
  readonly deadline?: DeadlineKind | undefined;
  readonly level?: LadderLevel | undefined;
  readonly dueAt?: string | undefined;
  readonly code?: string | undefined;
}
