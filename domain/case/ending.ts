/** How the referrals of a case end when the case ends by itself: nobody is left waiting for an answer. */
import type { AbortReason, Happening, ReferralStatus } from '../../schemas/index';
import type { CaseState, ReferralState } from './state';
import { isOpen } from './state';

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

/** Referrals of which the person still has to be told: that duty outlives no case (AVG 35a 1bis). */
export const uninformedOf = ({ deadlines }: CaseState): readonly string[] =>
  deadlines.filter(({ kind }) => kind === 'T_INFORM').map(({ referralId = '' }) => referralId);
