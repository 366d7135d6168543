/** A referral that nobody answers ends by itself, and its sender owes the next step (domain.md 3.2). */
import type { Happening, InstitutionId, ReferralId } from '../../schemas/index';
import { clear, set } from '../case/clocks';
import type { CaseState } from '../case/state';
import { findReferral } from '../case/state';
import type { Moment } from '../decision';

/** The clocks of a referral that waits for its answer. */
export const answerClocks = ['T_DEC', 'T_INFO', 'T_EXPIRY'] as const;

/**
 * The day on which an unanswered referral ends. Policies of earlier releases name no such length:
 * under them a referral waits until somebody answers. `from`: a plain date to count from.
 */
export const expiryClock = (
  { referralId, to, from }: { referralId: ReferralId; to: InstitutionId; from?: string },
  moment: Moment,
): readonly Happening[] =>
  moment.policy.terms.T_EXPIRY === undefined
    ? []
    : [set({ kind: 'T_EXPIRY', owedBy: to, referralId, from }, moment)];

/** What the engine does on that day. */
export const expired = (
  state: CaseState,
  referralId: ReferralId,
  moment: Moment,
): readonly Happening[] => {
  const referral = findReferral(state, referralId);
  return referral === undefined
    ? []
    : [
        { type: 'referralExpired', data: { referralId } },
        ...clear(state, moment, { kinds: answerClocks, referralId }),
        set({ kind: 'T_NEXT', owedBy: referral.from }, moment),
      ];
};
