/** What sender and recipient decide on one referral (domain.md 3.2, 3.4). */
import type { Happening } from '../../schemas/index';
import { clear, deadlineKey, resume, set, stop } from '../case/clocks';
import { conflictRaised, leadSettled } from '../case/lead';
import type { CaseState, ReferralState } from '../case/state';
import { findReferral } from '../case/state';
import { grantGap } from '../consent/send-gate';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Decision, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { roomFrom } from './capacity';
import { answerClocks } from './expiry';
import { othersWithdrawn } from './needs';
import { suggestion } from './suggest';

/** The dispatcher has checked that the referral exists and is in a fitting state. */
const onReferral = (
  state: CaseState,
  id: string,
  decide: (referral: ReferralState) => Decision,
): Decision => {
  const referral = findReferral(state, id);
  return referral === undefined ? refuse('unknown_referral', { referralId: id }) : decide(referral);
};

const review = (
  state: CaseState,
  moment: Moment,
  { referral, on }: { readonly referral: ReferralState; readonly on: string | undefined },
): Happening[] =>
  // The follow-ups of a joint plan look after every referral in it.
  state.plan === undefined
    ? [set({ kind: 'T_REVIEW', owedBy: referral.to, referralId: referral.id, on }, moment)]
    : [];

const claim = (state: CaseState, referral: ReferralState, moment: Moment): readonly Happening[] => {
  if (!('lead' in state)) return [];
  const { lead } = state;
  if (lead.interim || lead.institutionId === referral.to)
    return leadSettled(state, referral.to, moment);
  return conflictRaised({ claimedBy: referral.to, heldBy: lead.institutionId }, moment);
};

export const acknowledgeReferral: Decider<'acknowledgeReferral'> = (_state, { referralId }) =>
  // "Received" stops no answer clock (domain.md 3.4).
  accept({ type: 'referralAcknowledged', data: { referralId } });

export const requestInformation: Decider<'requestInformation'> = (state, body, moment) =>
  onReferral(state, body.referralId, ({ id: referralId, from }) =>
    accept(
      { type: 'informationRequested', data: { referralId, fields: body.fields } },
      ...stop(state, moment, deadlineKey('T_DEC', referralId)),
      ...stop(state, moment, deadlineKey('T_EXPIRY', referralId)),
      set({ kind: 'T_INFO', owedBy: from, referralId }, moment),
    ),
  );

export const answerInformation: Decider<'answerInformation'> = (state, { referralId }, moment) =>
  accept(
    { type: 'informationAnswered', data: { referralId } },
    ...clear(state, moment, { kinds: ['T_INFO'], referralId }),
    ...resume(state, moment, deadlineKey('T_DEC', referralId)),
    ...resume(state, moment, deadlineKey('T_EXPIRY', referralId)),
  );

export const acceptReferral: Decider<'acceptReferral'> = (state, body, moment) =>
  onReferral(state, body.referralId, (referral) => {
    const gap = dateGap(body.reviewOn, moment);
    if (gap !== undefined) return refuse(gap, { field: 'reviewOn' });
    const { claimsLead, referralId } = body;
    // The lead reads the whole dossier: a consent that is gone carries no claim to it.
    const shut = claimsLead ? grantGap(state, referral, moment.now) : undefined;
    if (shut !== undefined) return refuse(shut, { to: referral.to });
    return accept(
      { type: 'referralAccepted', data: { referralId, claimsLead } },
      ...clear(state, moment, { kinds: answerClocks, referralId }),
      ...othersWithdrawn(state, referral, moment),
      ...(claimsLead ? claim(state, referral, moment) : []),
      ...review(state, moment, { referral, on: body.reviewOn }),
    );
  });

export const declineReferral: Decider<'declineReferral'> = (state, body, moment) =>
  onReferral(state, body.referralId, (referral) => {
    const { referralId, reason, nextOwner, until } = body;
    const inUse = moment.policy.declineReasons;
    if (inUse?.includes(reason) === false) return refuse('reason_not_in_use', { reason, inUse });
    if (nextOwner === referral.to) return refuse('next_owner_is_decliner', { nextOwner });
    const ended = clear(state, moment, { kinds: answerClocks, referralId });
    if (reason === 'no_capacity_now') {
      if (until === undefined) return refuse('capacity_date_missing', { referralId });
      const gap = dateGap(until, moment);
      if (gap !== undefined) return refuse(gap, { field: 'until' });
      return accept(
        { type: 'referralWaiting', data: { referralId, until, nextOwner } },
        ...ended,
        ...roomFrom(referral, until, moment),
      );
    }
    return accept(
      { type: 'referralDeclined', data: { referralId, reason, nextOwner } },
      ...suggestion(state, { referral, decline: { reason, nextOwner } }, moment),
      ...ended,
      set({ kind: 'T_NEXT', owedBy: referral.from }, moment),
    );
  });

export const withdrawReferral: Decider<'withdrawReferral'> = (state, body, moment) => {
  const { referralId, reason } = body;
  return accept(
    { type: 'referralWithdrawn', data: { referralId, reason } },
    // The duty to tell the person what was exchanged stays.
    ...clear(state, moment, { kinds: answerClocks, referralId }),
  );
};

export const startReferral: Decider<'startReferral'> = (_state, { referralId }) =>
  accept({ type: 'referralStarted', data: { referralId } });

/** Asked by a person, or by the engine when the review is due. */
export const reportRequested = (
  state: CaseState,
  moment: Moment,
  referral: ReferralState,
): readonly Happening[] => {
  const { id: referralId, to: owedBy } = referral;
  return [
    { type: 'reportRequested', data: { referralId } },
    ...clear(state, moment, { kinds: ['T_REVIEW'], referralId }),
    set({ kind: 'T_REPORT', owedBy, referralId, silences: state.silences }, moment),
  ];
};

export const requestReport: Decider<'requestReport'> = (state, body, moment) =>
  onReferral(state, body.referralId, (referral) =>
    accept(...reportRequested(state, moment, referral)),
  );

export const reportProgress: Decider<'reportProgress'> = (state, body, moment) =>
  onReferral(state, body.referralId, (referral) => {
    const gap = dateGap(body.reviewOn, moment);
    if (gap !== undefined) return refuse(gap, { field: 'reviewOn' });
    const { referralId } = body;
    return accept(
      { type: 'progressReported', data: { referralId } },
      ...clear(state, moment, { kinds: ['T_REPORT', 'T_REVIEW'], referralId }),
      ...review(state, moment, { referral, on: body.reviewOn }),
    );
  });

export const completeReferral: Decider<'completeReferral'> = (state, body, moment) => {
  const { referralId, result } = body;
  return accept(
    { type: 'referralCompleted', data: { referralId, result } },
    ...clear(state, moment, { kinds: ['T_REPORT', 'T_REVIEW'], referralId }),
  );
};

export const abortReferral: Decider<'abortReferral'> = (state, body, moment) => {
  const { referralId, reason } = body;
  return accept(
    { type: 'referralAborted', data: { referralId, reason } },
    ...clear(state, moment, { kinds: ['T_REPORT', 'T_REVIEW'], referralId }),
  );
};

/** The law's own duty: the person is told what was exchanged without consent (AVG 35a 1bis). */
export const informPerson: Decider<'informPerson'> = (state, { kind, referralId }, moment) => {
  const owed = clear(state, moment, { kinds: ['T_INFORM'], referralId });
  return owed.length === 0
    ? refuse('not_allowed_in_this_state', { command: kind, referralId })
    : accept({ type: 'personInformed', data: { referralId } }, ...owed);
};
