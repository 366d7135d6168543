/** Several offices asked for the same need: the first to accept has it (domain.md 3.2). */
import type { Happening, ReferralStatus } from '../../schemas/index';
import { clear } from '../case/clocks';
import type { CaseState, ReferralState } from '../case/state';
import type { Moment } from '../decision';
import { answerClocks } from './expiry';

const unanswered: readonly ReferralStatus[] = [
  'sent',
  'acknowledged',
  'info_requested',
  'waiting_for_capacity',
];

/** Withdraws the other referrals of this need that nobody has answered yet. */
export const othersWithdrawn = (
  state: CaseState,
  { id, need }: ReferralState,
  moment: Moment,
): readonly Happening[] =>
  need === undefined
    ? []
    : state.referrals
        .filter((one) => one.need === need && one.id !== id && unanswered.includes(one.status))
        .flatMap(({ id: referralId }): Happening[] => [
          { type: 'referralWithdrawn', data: { referralId, reason: 'answered_by_other' } },
          ...clear(state, moment, { kinds: answerClocks, referralId }),
        ]);
