/**
 * The promise of the engine: every open referral has one event that comes next by itself, with an
 * owner and a moment (house.md, law 6).
 */
import type { NextFiring } from '../deadlines/deadline';
import { nextFiring } from '../deadlines/deadline';
import type { ReferralState } from '../referral/state';
import { isOpen, isSent } from '../referral/state';
import { nextOwed } from './clocks';
import type { CaseState } from './state';

/**
 * What comes next for a referral: the earliest of its own running clocks; while none runs (it waits
 * for a plan, a pause, a move or a consent), what comes next for its case. Undefined once it has ended
 * or as long as it has not left.
 */
export const nextStepOf = (state: CaseState, referral: ReferralState): NextFiring | undefined =>
  isSent(referral) && isOpen(referral)
    ? (nextFiring(state.deadlines.filter((one) => one.referralId === referral.id)) ??
      nextOwed(state.deadlines))
    : undefined;
