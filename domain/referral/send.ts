/** Sending a referral: through the gate or not at all. */
import type { Happening, InstitutionId, ReferralId, ReferralPurpose } from '../../schemas/index';
import { answerTerm, clear, set } from '../case/clocks';
import { mayRefer } from '../case/ping-pong';
import type { CaseState } from '../case/state';
import { partiesOf } from '../case/state';
import { askGate } from '../consent/send-gate';
import type { Decider, Decision, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { relationsOf } from '../permissions';
import { expiryClock } from './expiry';

/** More open and closed referrals than any real case ever had; beyond, something is broken. */
export const mostReferrals = 50;

/** The number of the next referral of a case. */
export const nextReferralId = ({ referrals }: CaseState): ReferralId =>
  `R${String(referrals.length + 1)}`;

/** Why no further referral can begin here; undefined when one can. */
export const beginGap = (
  state: CaseState,
  { from, to }: { readonly from: InstitutionId; readonly to: InstitutionId },
): Decision | undefined => {
  if (from === to) return refuse('self_referral', { to });
  return state.referrals.length >= mostReferrals
    ? refuse('too_many_referrals', { most: mostReferrals })
    : undefined;
};

/** What leaves, and for whom. */
export interface Departure {
  readonly referralId: ReferralId;
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly purpose: ReferralPurpose;
  readonly reciprocity?: boolean | undefined;
  readonly need?: string | undefined;
}

/** Lets a referral leave, or says why it can not. The sender then owes no next step any more. */
export const depart = (state: CaseState, departure: Departure, moment: Moment): Decision => {
  const { referralId, from, to, purpose, reciprocity = false, need } = departure;
  const frozen = mayRefer(state, moment);
  if (frozen !== undefined) return frozen;
  const gate = askGate(state, { from, to, purpose, reciprocity }, moment.now);
  if (!gate.open) return { ok: false, refusal: gate.refusal };
  const { silences } = state;
  const inform: Happening[] = gate.basis.informPerson
    ? [set({ kind: 'T_INFORM', owedBy: from, referralId }, moment)]
    : [];
  return accept(
    {
      type: 'referralSent',
      data: { referralId, from, to, grant: gate.grant, ...(need === undefined ? {} : { need }) },
    },
    set(
      { kind: 'T_DEC', owedBy: to, referralId, silences, term: answerTerm(state, moment.policy) },
      moment,
    ),
    ...expiryClock({ referralId, to }, moment),
    ...inform,
    ...clear(state, moment, { kinds: ['T_NEXT'] }),
  );
};

/** A coordinator may send in the name of an office that has a part in the case; others for their own. */
const maySendFor = (state: CaseState, from: string, moment: Moment): boolean =>
  from === moment.actor.institutionId ||
  (relationsOf(state, moment.actor).includes('coordinator') && partiesOf(state).includes(from));

export const sendReferral: Decider<'sendReferral'> = (state, body, moment) => {
  const { kind, ...request } = body;
  const from = request.from ?? moment.actor.institutionId;
  if (from === undefined || !maySendFor(state, from, moment))
    return refuse('not_permitted', { command: kind });
  return (
    beginGap(state, { from, to: request.to }) ??
    depart(state, { ...request, from, referralId: nextReferralId(state) }, moment)
  );
};
