/** What events do to the referrals of a case. */
import type { CaseEvent, EventType } from '../../schemas/index';
import type { ReferralState } from '../case/state';

type Change<T extends EventType> = (
  event: Extract<CaseEvent, { type: T }>,
) => Partial<Omit<ReferralState, 'id'>>;

const changes: { readonly [T in EventType]?: Change<T> } = {
  referralAcknowledged: () => ({ status: 'acknowledged' }),
  informationRequested: ({ data }) => ({ status: 'info_requested', requestedFields: data.fields }),
  informationAnswered: () => ({ status: 'acknowledged', requestedFields: [] }),
  referralAccepted: ({ at }) => ({ status: 'accepted', answeredAt: at }),
  referralDeclined: ({ at, data }) => ({
    status: 'declined',
    answeredAt: at,
    code: data.reason,
    nextOwner: data.nextOwner,
  }),
  referralWaiting: ({ data }) => ({
    status: 'waiting_for_capacity',
    waitsUntil: data.until,
    nextOwner: data.nextOwner,
    code: 'no_capacity_now',
  }),
  referralWithdrawn: ({ data }) => ({ status: 'withdrawn', code: data.reason }),
  referralStarted: () => ({ status: 'in_progress' }),
  progressReported: () => ({ status: 'reported' }),
  referralCompleted: ({ data }) => ({ status: 'done', code: data.result }),
  referralAborted: ({ data }) => ({ status: 'aborted', code: data.reason }),
};

const sent = ({ at, data }: Extract<CaseEvent, { type: 'referralSent' }>): ReferralState => ({
  id: data.referralId,
  status: 'sent',
  from: data.from,
  to: data.to,
  purpose: data.grant.purpose,
  grant: data.grant,
  sentAt: at,
});

export const evolveReferrals = (
  referrals: readonly ReferralState[],
  event: CaseEvent,
): readonly ReferralState[] => {
  if (event.type === 'referralSent') return [...referrals, sent(event)];
  // The table pairs each type with its change; TypeScript can not follow a union through it.
  const change = changes[event.type] as Change<EventType> | undefined;
  if (change === undefined || !('referralId' in event.data)) return referrals;
  const { referralId } = event.data;
  return referrals.map((referral) =>
    referral.id === referralId ? { ...referral, ...change(event) } : referral,
  );
};
