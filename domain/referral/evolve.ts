/** What events do to the referrals of a case. */
import type { CaseEvent, ReferralId } from '../../schemas/index';
import type { ReferralState } from '../case/state';

const change = (
  referrals: readonly ReferralState[],
  id: ReferralId,
  part: Partial<ReferralState>,
): readonly ReferralState[] =>
  referrals.map((referral) => (referral.id === id ? { ...referral, ...part } : referral));

const sent = (event: CaseEvent & { type: 'referralSent' }): ReferralState => ({
  id: event.data.referralId,
  status: 'sent',
  from: event.data.from,
  to: event.data.to,
  purpose: event.data.grant.purpose,
  grant: event.data.grant,
  sentAt: event.at,
});

export const evolveReferrals = (
  referrals: readonly ReferralState[],
  event: CaseEvent,
): readonly ReferralState[] => {
  const set = (id: ReferralId, part: Partial<ReferralState>): readonly ReferralState[] =>
    change(referrals, id, part);
  if (event.type === 'referralSent') return [...referrals, sent(event)];
  if (event.type === 'referralAcknowledged')
    return set(event.data.referralId, { status: 'acknowledged' });
  if (event.type === 'informationRequested')
    return set(event.data.referralId, {
      status: 'info_requested',
      requestedFields: event.data.fields,
    });
  if (event.type === 'informationAnswered')
    return set(event.data.referralId, { status: 'acknowledged', requestedFields: [] });
  if (event.type === 'referralAccepted')
    return set(event.data.referralId, { status: 'accepted', answeredAt: event.at });
  if (event.type === 'referralDeclined') {
    const { referralId, reason, nextOwner } = event.data;
    return set(referralId, { status: 'declined', answeredAt: event.at, code: reason, nextOwner });
  }
  if (event.type === 'referralWaiting') {
    const { referralId, until, nextOwner } = event.data;
    const code = 'no_capacity_now';
    return set(referralId, { status: 'waiting_for_capacity', waitsUntil: until, nextOwner, code });
  }
  if (event.type === 'referralWithdrawn')
    return set(event.data.referralId, { status: 'withdrawn', code: event.data.reason });
  if (event.type === 'referralStarted')
    return set(event.data.referralId, { status: 'in_progress' });
  if (event.type === 'progressReported') return set(event.data.referralId, { status: 'reported' });
  if (event.type === 'referralCompleted')
    return set(event.data.referralId, { status: 'done', code: event.data.result });
  if (event.type === 'referralAborted')
    return set(event.data.referralId, { status: 'aborted', code: event.data.reason });
  return referrals;
};
