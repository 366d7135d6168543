/** What a signed link is good for: the four answers to a referral (house.md 5.10). */
import { allowedActions } from '../domain/allowed-actions';
import type { CaseState } from '../domain/case/state';
import type { Actor, InstitutionId, ReferralId } from '../schemas/index';

export const answerKinds = [
  'acknowledgeReferral',
  'acceptReferral',
  'declineReferral',
  'requestInformation',
] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** Whoever holds a link acts as contact of the institution; its id stands in the history. */
export const linkActor = (linkId: string, institutionId: InstitutionId) =>
  ({ userId: `link:${linkId}`, institutionId, role: 'contact' }) satisfies Actor;

/** True when the institution has something to answer on a referral. */
export const isToAnswer = (
  state: CaseState,
  institutionId: InstitutionId,
  referralId: ReferralId,
): boolean =>
  allowedActions(state, linkActor('', institutionId)).some(
    (action) =>
      action.referralId === referralId && answerKinds.some((kind) => kind === action.kind),
  );

const dayMs = 86_400_000;
const linkDays = 14;

/** Until when a link answers that is made at a domain instant. Every reminder brings a new one. */
export const linkEnd = (now: string): string =>
  new Date(Date.parse(now) + linkDays * dayMs).toISOString();
