/**
 * Referrals that are kept before they leave: no basis is asked for yet, and nobody else is told. A
 * draft is no open referral, so the orphan clock of the case goes on.
 */
import type { Decider } from '../decision';
import { accept, refuse } from '../decision';
import { findReferral } from '../case/state';
import { beginGap, depart, nextReferralId } from './send';

export const draftReferral: Decider<'draftReferral'> = (state, body, moment) => {
  const { kind, to, purpose } = body;
  const from = moment.actor.institutionId;
  if (from === undefined) return refuse('not_permitted', { command: kind });
  const data = { referralId: nextReferralId(state), from, to, purpose };
  return beginGap(state, data) ?? accept({ type: 'referralDrafted', data });
};

/** Leaves through the send gate, like one that was never kept. */
export const submitReferral: Decider<'submitReferral'> = (state, { referralId }, moment) => {
  const draft = findReferral(state, referralId);
  if (draft === undefined) return refuse('unknown_referral', { referralId });
  const { from, to, purpose } = draft;
  return depart(state, { referralId, from, to, purpose }, moment);
};

export const discardReferral: Decider<'discardReferral'> = (_state, { referralId }) =>
  accept({ type: 'referralDiscarded', data: { referralId } });
