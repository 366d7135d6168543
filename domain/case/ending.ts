/** How the referrals of a case end when the case ends by itself: nobody is left waiting for an answer. */
import type {
  AbortReason,
  ClosureOutcome,
  Happening,
  ReferralStatus,
  RunningPolicy,
} from '../../schemas/index';
import type { Context } from '../deadlines/context';
import { addMonths, localDate } from '../deadlines/dates';
import type { CaseState, ReferralState } from './state';
import { isOpen } from './state';

/** What a policy says that was published before there was retention (domain.md 5.2) [P]. */
const usualRetentionMonths = 60;

/** The last day on which a case is kept that ended on a day. */
export const keptFrom = (
  on: string,
  { retentionMonths = usualRetentionMonths }: RunningPolicy,
): string => addMonths(on, retentionMonths);

/** The end of a case, with the day until which it is kept. */
export const closes = (outcome: ClosureOutcome, { now, policy }: Context): Happening => ({
  type: 'caseClosed',
  data: { outcome, keepUntil: keptFrom(localDate(now), policy) },
});

const running: readonly ReferralStatus[] = ['accepted', 'in_progress', 'reported'];

const endOf = ({ id: referralId, status }: ReferralState, reason: AbortReason): Happening => {
  if (status === 'draft') return { type: 'referralDiscarded', data: { referralId } };
  return running.includes(status)
    ? { type: 'referralAborted', data: { referralId, reason } }
    : { type: 'referralWithdrawn', data: { referralId, reason: 'case_closed' } };
};

/** Ends the open referrals, or those of them that `which` picks; each side is told by the event. */
export const endReferrals = (
  { referrals }: CaseState,
  reason: AbortReason,
  which: (referral: ReferralState) => boolean = () => true,
): readonly Happening[] =>
  referrals
    .filter((one) => (isOpen(one) || one.status === 'draft') && which(one))
    .map((one) => endOf(one, reason));

/**
 * Of what the person still has to be told, by referral; empty for the answer to a request for erasure.
 * These duties outlive no case (AVG 35a 1bis; subject rights, domain.md 5.2).
 */
export const uninformedOf = ({ deadlines }: CaseState): readonly string[] =>
  deadlines
    .filter(({ kind }) => kind === 'T_INFORM' || kind === 'T_ERASURE')
    .map(({ referralId = '' }) => referralId);
