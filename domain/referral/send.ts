/** Sending a referral: through the gate or not at all. */
import type { Happening } from '../../schemas/index';
import { clear, set } from '../case/clocks';
import { askGate } from '../consent/send-gate';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import type { CaseState } from '../case/state';
import { partiesOf } from '../case/state';
import { relationsOf } from '../permissions';

/** More open and closed referrals than any real case ever had; beyond, something is broken. */
export const mostReferrals = 50;

/** A coordinator may send in the name of an office that has a part in the case; others for their own. */
const maySendFor = (state: CaseState, from: string, moment: Moment): boolean =>
  from === moment.actor.institutionId ||
  (relationsOf(state, moment.actor).includes('coordinator') && partiesOf(state).includes(from));

export const sendReferral: Decider<'sendReferral'> = (state, body, moment) => {
  const { to, purpose, reciprocity = false } = body;
  const from = body.from ?? moment.actor.institutionId;
  if (from === undefined || !maySendFor(state, from, moment))
    return refuse('not_permitted', { command: body.kind });
  if (from === to) return refuse('self_referral', { to });
  if (state.referrals.length >= mostReferrals)
    return refuse('too_many_referrals', { most: mostReferrals });
  const gate = askGate(state, { from, to, purpose, reciprocity }, moment.now);
  if (!gate.open) return { ok: false, refusal: gate.refusal };
  const referralId = `R${String(state.referrals.length + 1)}`;
  const { silences } = state;
  const inform: Happening[] = gate.basis.informPerson
    ? [set({ kind: 'T_INFORM', owedBy: from, referralId }, moment)]
    : [];
  return accept(
    { type: 'referralSent', data: { referralId, from, to, grant: gate.grant } },
    set({ kind: 'T_DEC', owedBy: to, referralId, silences }, moment),
    ...inform,
    ...clear(state, moment, { kinds: ['T_NEXT'] }),
  );
};
