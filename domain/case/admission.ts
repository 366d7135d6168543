/** Registration, its receipt, and the facts of a case (domain.md 3.1 stages 2 to 4). */
import type { BodyOf, Decider, Decision, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { cantonOf } from '../institution';
import { clear, resume, set } from './clocks';

/** The first command of a case. An office registers in its own canton. */
export const registerCase = (body: BodyOf<'registerCase'>, moment: Moment): Decision => {
  const { actor, policy } = moment;
  const { kind, policyId, ...data } = body;
  const { institutionId } = actor;
  if (institutionId === undefined || !['officer', 'contact', 'coordinator'].includes(actor.role))
    return refuse('not_permitted', { command: body.kind });
  if (cantonOf(institutionId) !== body.canton)
    return refuse('not_permitted', { command: body.kind, canton: body.canton });
  const owner = policy.coordinatorGate ? policy.coordination : institutionId;
  return accept(
    {
      type: 'caseRegistered',
      data: {
        ...data,
        registeredBy: institutionId,
        policyId: policy.id,
        policyVersion: policy.version,
        coordinatorGate: policy.coordinatorGate,
      },
    },
    set({ kind: 'T_ACK', owedBy: policy.coordination }, moment),
    set({ kind: 'T_CRIT', owedBy: owner }, moment),
  );
};

export const acknowledgeRegistration: Decider<'acknowledgeRegistration'> = (state, body, moment) =>
  state.acknowledged
    ? refuse('not_allowed_in_this_state', { command: body.kind })
    : accept(
        { type: 'registrationAcknowledged', data: {} },
        ...clear(state, moment, { kinds: ['T_ACK'] }),
      );

export const supplyInformation: Decider<'supplyInformation'> = (state, body, moment) => {
  const { kind, ...data } = body;
  return accept(
    { type: 'informationSupplied', data },
    ...clear(state, moment, { kinds: ['T_INFO'], ofCase: true }),
    ...resume(state, moment, 'T_CRIT'),
  );
};

export const updateFacts: Decider<'updateFacts'> = (_state, body) => {
  const { kind, ...data } = body;
  return accept({ type: 'factsUpdated', data });
};
