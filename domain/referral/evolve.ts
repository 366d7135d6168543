/** What events do to the referrals of a case. */
import type { CaseEvent, EventType } from '../../schemas/index';
import type { ReferralState, SentReferral } from '../case/state';
import { isSent } from '../case/state';
import { drafted, evolveChain } from './evolve-chain';

type Change<T extends EventType> = (
  event: Extract<CaseEvent, { type: T }>,
) => Partial<Omit<SentReferral, 'id'>>;

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
  referralExpired: () => ({ status: 'expired' }),
  nextPartnerSuggested: ({ data }) => ({ suggested: data.institutions }),
};

const sent = ({ at, data }: Extract<CaseEvent, { type: 'referralSent' }>): SentReferral => ({
  id: data.referralId,
  status: 'sent',
  from: data.from,
  to: data.to,
  purpose: data.grant.purpose,
  grant: data.grant,
  sentAt: at,
  ...(data.need === undefined ? {} : { need: data.need }),
});

/** A draft that is sent keeps its place. */
const withSent = (referrals: readonly ReferralState[], referral: SentReferral): ReferralState[] =>
  referrals.some(({ id }) => id === referral.id)
    ? referrals.map((one) => (one.id === referral.id ? referral : one))
    : [...referrals, referral];

export const evolveReferrals = (
  referrals: readonly ReferralState[],
  event: CaseEvent,
): readonly ReferralState[] => {
  if (event.type === 'referralSent') return withSent(referrals, sent(event));
  if (event.type === 'referralDrafted') return [...referrals, drafted(event)];
  const chained = evolveChain(referrals, event);
  if (chained !== undefined) return chained;
  // The table pairs each type with its change; TypeScript can not follow a union through it.
  const change = changes[event.type] as Change<EventType> | undefined;
  if (change === undefined || !('referralId' in event.data)) return referrals;
  const { referralId } = event.data;
  return referrals.map((referral) =>
    referral.id === referralId && isSent(referral) ? { ...referral, ...change(event) } : referral,
  );
};
