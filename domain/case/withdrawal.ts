/**
 * Consent that ends (domain.md 6, 9 SC06): no form, no reason, by any office that has a part in the
 * case. What rests on it stops in the same step; the recipients and the person are told in time.
 */
import type { Happening, InstitutionId } from '../../schemas/index';
import { findLegalBasis } from '../consent/legal-basis';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { kindOf } from '../institution';
import { caseOwner, clear, deadlineKey, set, stop } from './clocks';
import type { CaseState, ReferralState } from './state';
import { isOpen, partiesOf } from './state';

/** A draft never left, and is asked for its basis when it does. */
const restsOnConsent = (referral: ReferralState): boolean =>
  isOpen(referral) && referral.grant?.needsConsent === true;

/** Nobody may answer what was called back; how long it waits at most goes on. */
const answersStop = (
  state: CaseState,
  referrals: readonly ReferralState[],
  moment: Moment,
): readonly Happening[] =>
  referrals.flatMap(({ id }) =>
    (['T_DEC', 'T_INFO'] as const).flatMap((kind) => stop(state, moment, deadlineKey(kind, id))),
  );

/** Whoever heard of it tells the recipients; the office that moves the case on writes to the person. */
const tasks = (
  state: CaseState,
  stopped: readonly ReferralState[],
  moment: Moment,
): readonly Happening[] => {
  const { terms, coordination } = moment.policy;
  // Policies of earlier releases know no such clocks, and a second withdrawal starts none anew.
  if (terms.T_RECALL === undefined || state.consentSuspended) return [];
  const owedBy = moment.actor.institutionId ?? coordination;
  return [
    ...answersStop(state, stopped, moment),
    ...(stopped.length > 0 ? [set({ kind: 'T_RECALL', owedBy }, moment)] : []),
    set({ kind: 'T_LETTER', owedBy: caseOwner(state) }, moment),
  ];
};

export const withdrawConsent: Decider<'withdrawConsent'> = (state, _body, moment) => {
  const stopped = state.referrals.filter(restsOnConsent);
  return accept(
    { type: 'consentWithdrawn', data: { suspendedReferrals: stopped.map(({ id }) => id) } },
    ...tasks(state, stopped, moment),
  );
};

export const informRecipients: Decider<'informRecipients'> = (state, { kind }, moment) => {
  const owed = clear(state, moment, { kinds: ['T_RECALL'] });
  return owed.length === 0
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept({ type: 'recipientsInformed', data: {} }, ...owed);
};

export const sendLetter: Decider<'sendLetter'> = (state, { kind }, moment) => {
  const owed = clear(state, moment, { kinds: ['T_LETTER'] });
  return owed.length === 0
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept({ type: 'letterSent', data: {} }, ...owed);
};

/** A flow between two offices of the case. `basis`: the article, as in the table of legal bases. */
export interface LawfulFlow {
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly basis: string;
}

/** What two offices of the case may still tell each other, by law and without consent (domain.md 5.2). */
export const lawfulFlows = (state: CaseState): readonly LawfulFlow[] =>
  partiesOf(state).flatMap((from) =>
    partiesOf(state)
      .filter((to) => to !== from)
      .flatMap((to): LawfulFlow[] => {
        const basis = findLegalBasis({
          from: kindOf(from),
          to: kindOf(to),
          circumstances: state.circumstances,
          // Nobody has granted anything in return: what needs it is not promised to go on.
          reciprocity: false,
        });
        return basis === undefined || basis.needsConsent ? [] : [{ from, to, basis: basis.code }];
      }),
  );

/** The referrals that the withdrawal stopped and nobody let go on since. */
export const stoppedReferrals = ({ referrals }: CaseState): readonly ReferralState[] =>
  referrals.filter(({ suspended }) => suspended === true);
