/** The receipt of a registration, and the facts of a case (domain.md 3.1 stages 2 to 4). */
import type { Decider } from '../decision';
import { accept, refuse } from '../decision';
import { clear, resume } from './clocks';

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
