/** A referral goes on: to somebody else who is competent, or after a consent that was missing. */
import type { Happening, InstitutionId, ReferralId } from '../../schemas/index';
import { clear, deadlineKey, findDeadline, resume, set } from '../case/clocks';
import type { CaseState, ReferralState, SentReferral } from '../case/state';
import { findReferral, isSent } from '../case/state';
import { grantGap } from '../consent/send-gate';
import { remainingBusinessDays } from '../deadlines/deadline';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { answerClocks } from './expiry';
import { beginGap, depart, nextReferralId } from './send';

const findSent = (state: CaseState, id: string): SentReferral | undefined => {
  const referral = findReferral(state, id);
  return referral !== undefined && isSent(referral) ? referral : undefined;
};

/** Everybody who was asked before in the chain that ends with this referral. */
const askedBefore = (
  state: CaseState,
  { to, forwardedFrom }: ReferralState,
): readonly InstitutionId[] => {
  const earlier = forwardedFrom === undefined ? undefined : findReferral(state, forwardedFrom);
  return earlier === undefined ? [to] : [to, ...askedBefore(state, earlier)];
};

/**
 * The recipient passes the referral on instead of declining it. The sender stays the same, the send
 * gate is asked for the new recipient, and the old referral ends as withdrawn, linked to the new one.
 */
export const forwardReferral: Decider<'forwardReferral'> = (state, body, moment) => {
  const { referralId, to } = body;
  const referral = findSent(state, referralId);
  if (referral === undefined) return refuse('unknown_referral', { referralId });
  const { from, purpose, need } = referral;
  if (askedBefore(state, referral).includes(to)) return refuse('already_asked', { to });
  const gap = beginGap(state, { from, to });
  if (gap !== undefined) return gap;
  const as = nextReferralId(state);
  const sent = depart(state, { referralId: as, from, to, purpose, need }, moment);
  return sent.ok
    ? accept(
        ...sent.events,
        { type: 'referralForwarded', data: { referralId, as, to } },
        // The duty to tell the person what was exchanged stays.
        ...clear(state, moment, { kinds: answerClocks, referralId }),
      )
    : sent;
};

/** A clock of the referral runs again, and with at least the days that every stopped clock gets. */
const owedAgain = (
  state: CaseState,
  request: {
    readonly kind: 'T_DEC' | 'T_INFO';
    readonly owedBy: InstitutionId;
    readonly referralId: ReferralId;
  },
  moment: Moment,
): Happening[] => {
  const key = deadlineKey(request.kind, request.referralId);
  const clock = findDeadline(state, key);
  if (clock?.stopped !== undefined) return resume(state, moment, key);
  const least = moment.policy.minimumAfterStop;
  return clock !== undefined && remainingBusinessDays(clock, moment) >= least
    ? []
    : [set({ ...request, term: { BD: least } }, moment)];
};

/** Whoever owed the next step when it was stopped owes it again. */
const clocksAgain = (
  state: CaseState,
  { id: referralId, from, to, status }: SentReferral,
  moment: Moment,
): Happening[] => {
  const expiry = resume(state, moment, deadlineKey('T_EXPIRY', referralId));
  switch (status) {
    case 'sent':
    case 'acknowledged':
    case 'waiting_for_capacity':
      return [...owedAgain(state, { kind: 'T_DEC', owedBy: to, referralId }, moment), ...expiry];
    case 'info_requested':
      // The sender owes information: how long the referral waits for its answer stands still.
      return owedAgain(state, { kind: 'T_INFO', owedBy: from, referralId }, moment);
    case 'accepted':
    case 'in_progress':
    case 'reported':
    case 'declined':
    case 'withdrawn':
    case 'expired':
    case 'done':
    case 'aborted':
      return expiry;
  }
};

/** Lets a referral go on that a withdrawn consent had stopped: a new one must carry it. */
export const resumeReferral: Decider<'resumeReferral'> = (state, body, moment) => {
  const { kind, referralId } = body;
  const stopped = findSent(state, referralId);
  if (stopped?.suspended === undefined)
    return refuse('not_allowed_in_this_state', { command: kind, referralId });
  const { suspended, ...referral } = stopped;
  const gap = grantGap(state, referral, moment.now);
  if (gap !== undefined) return refuse(gap, { to: referral.to });
  return accept(
    { type: 'referralResumed', data: { referralId } },
    ...clocksAgain(state, referral, moment),
  );
};
