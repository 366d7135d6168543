/** What events do to drafts, to the links between referrals, and to one that was stopped. */
import type { CaseEvent } from '../../schemas/index';
import type { DraftReferral, ReferralState } from '../case/state';

/** A draft as its sender keeps it. */
export const drafted = ({
  data,
}: Extract<CaseEvent, { type: 'referralDrafted' }>): DraftReferral => {
  const { referralId: id, from, to, purpose } = data;
  return { id, status: 'draft', from, to, purpose };
};

const forwarded = (
  referrals: readonly ReferralState[],
  { at, data }: Extract<CaseEvent, { type: 'referralForwarded' }>,
): ReferralState[] =>
  referrals.map((one): ReferralState => {
    if (one.id === data.as) return { ...one, forwardedFrom: data.referralId };
    return one.id === data.referralId
      ? { ...one, status: 'withdrawn', answeredAt: at, forwardedAs: data.as }
      : one;
  });

const goesOn = ({ suspended, ...referral }: ReferralState): ReferralState => referral;

const discarded = (
  referrals: readonly ReferralState[],
  { data }: Extract<CaseEvent, { type: 'referralDiscarded' }>,
): ReferralState[] =>
  referrals.map((one): ReferralState =>
    one.id === data.referralId && one.status === 'draft' ? { ...one, status: 'withdrawn' } : one,
  );

/** The referrals after such an event; undefined for every other event. */
export const evolveChain = (
  referrals: readonly ReferralState[],
  event: CaseEvent,
): readonly ReferralState[] | undefined => {
  if (event.type === 'referralForwarded') return forwarded(referrals, event);
  if (event.type === 'referralDiscarded') return discarded(referrals, event);
  return event.type === 'referralResumed'
    ? referrals.map((one) => (one.id === event.data.referralId ? goesOn(one) : one))
    : undefined;
};
