/**
 * What an institution can say about a referral, as the body of a command. The same commands as over
 * HTTP, with the same force.
 */
import type { CommandBody, PlainDate, ReferralId } from '../../../schemas/index';

/** What a command of one kind says beside its kind and its referral. */
type Said<K extends CommandBody['kind']> = Omit<
  Extract<CommandBody, { kind: K }>,
  'kind' | 'referralId'
>;
/** What may be left out. */
type Review = { readonly reviewOn?: PlainDate };

export const answers = {
  /** We have it. */
  acknowledge: (referralId: ReferralId): CommandBody => ({
    kind: 'acknowledgeReferral',
    referralId,
  }),
  /** We take it; `claimsLead` asks for the lead of the case as well. */
  accept: (referralId: ReferralId, more: Review & { claimsLead?: boolean } = {}): CommandBody => ({
    kind: 'acceptReferral',
    referralId,
    claimsLead: false,
    ...more,
  }),
  /** We do not take it: always with a reason and with who should act instead. */
  decline: (referralId: ReferralId, why: Said<'declineReferral'>): CommandBody => ({
    kind: 'declineReferral',
    referralId,
    ...why,
  }),
  /** We must know these fields of the dossier first; the clock stops meanwhile. */
  ask: (referralId: ReferralId, fields: readonly string[]): CommandBody => ({
    kind: 'requestInformation',
    referralId,
    fields: [...fields],
  }),
  /** What was asked of us stands in the dossier now. */
  answer: (referralId: ReferralId): CommandBody => ({ kind: 'answerInformation', referralId }),
  /** We have begun. */
  start: (referralId: ReferralId): CommandBody => ({ kind: 'startReferral', referralId }),
  /** We are on it; `reviewOn` says when to ask again. */
  report: (referralId: ReferralId, more: Review = {}): CommandBody => ({
    kind: 'reportProgress',
    referralId,
    ...more,
  }),
  /** We are done, with this result. */
  done: (referralId: ReferralId, result: Said<'completeReferral'>['result']): CommandBody => ({
    kind: 'completeReferral',
    referralId,
    result,
  }),
};
