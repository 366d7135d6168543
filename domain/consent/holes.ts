/** The holes of a consent: which referrals it does not carry today, and why (domain.md 5.5). */
import type { InstitutionId, ReferralId, RefusalCode } from '../../schemas/index';
import type { CaseState, ReferralState } from '../case/state';
import { isOpen } from '../case/state';
import { askGate, grantGap } from './send-gate';

export interface ConsentHole {
  readonly referralId: ReferralId;
  readonly to: InstitutionId;
  readonly why: RefusalCode;
}

/** A draft is asked as it would leave; what has left, whether its grant still opens anything. */
const gapOf = (state: CaseState, referral: ReferralState, now: string): RefusalCode | undefined => {
  if (referral.status !== 'draft') return grantGap(state, referral, now);
  const { from, to, purpose } = referral;
  const answer = askGate(state, { from, to, purpose, reciprocity: false }, now);
  return answer.open ? undefined : answer.refusal.code;
};

/** Of the open and the planned ones among these referrals; `now` on the domain clock. */
export const consentHoles = (
  state: CaseState,
  referrals: readonly ReferralState[],
  now: string,
): readonly ConsentHole[] =>
  referrals
    .filter((one) => one.status === 'draft' || isOpen(one))
    .flatMap((one) => {
      const why = gapOf(state, one, now);
      return why === undefined ? [] : [{ referralId: one.id, to: one.to, why }];
    });
