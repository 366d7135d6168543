/** The recipient has no room before a day (domain.md 6): the referral stays open and waits for it. */
import type { Happening } from '../../schemas/index';
import { set } from '../case/clocks';
import type { CaseState, ReferralState } from '../case/state';
import { startDeadline } from '../deadlines/deadline';
import { aheadOf } from '../deadlines/ladder';
import type { Moment } from '../decision';
import { expiryClock } from './expiry';

/** Nobody is silent before that day, so nothing of the ladder speaks; on it the recipient is asked again. */
export const roomFrom = (
  { id: referralId, to }: ReferralState,
  until: string,
  moment: Moment,
): readonly Happening[] => {
  const clock = startDeadline({ kind: 'T_DEC', owedBy: to, referralId, on: until }, moment);
  // Said after the office closed on the day itself: asked again on the next one.
  const firings = aheadOf([{ level: 'due', at: clock.dueAt }], to, moment);
  return [
    { type: 'deadlineSet', data: { deadline: { ...clock, firings } } },
    // It ends unanswered only when it stays so after it was asked again.
    ...expiryClock({ referralId, to, from: until }, moment),
  ];
};

/** The day has come: the answer is owed anew, in the usual time. */
export const askedAgain = (
  { silences }: CaseState,
  { id: referralId, to }: ReferralState,
  moment: Moment,
): readonly Happening[] => [set({ kind: 'T_DEC', owedBy: to, referralId, silences }, moment)];
