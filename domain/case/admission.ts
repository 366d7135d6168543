/** From registration to a confirmed verdict (domain.md 3.1 stages 2 to 6). */
import type { Happening, VerdictOutcome } from '../../schemas/index';
import type { BodyOf, Decider, Decision, Moment } from '../decision';
import { accept, inTurn, refuse } from '../decision';
import { cantonOf } from '../institution';
import { sendReferral } from '../referral/send';
import { unfold } from './unfold';
import { clear, findDeadline, resume, set, stop, triageOwner } from './clocks';
import type { CaseState } from './state';

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

/** Facts that came by another way than the return: nobody owes information any more. */
const answeredOtherwise = (state: CaseState, moment: Moment): Happening[] => [
  ...clear(state, moment, { kinds: ['T_INFO'], ofCase: true }),
  ...resume(state, moment, 'T_CRIT'),
];

/** The engine's advice came in. It moves nothing but the question: a person confirms. */
export const recordVerdict: Decider<'recordVerdict'> = (state, { verdict }, moment) => {
  const proposed: Happening = { type: 'verdictProposed', data: { verdict } };
  if (state.status === 'returned_info' && verdict.outcome !== 'returned_info')
    return accept(proposed, ...answeredOtherwise(state, moment));
  const reopens = !('lead' in state) && state.status !== verdict.outcome;
  const clock =
    reopens && findDeadline(state, 'T_CRIT') === undefined
      ? [
          ...clear(state, moment, { kinds: ['T_CLOSE'] }),
          set({ kind: 'T_CRIT', owedBy: triageOwner(state, moment.policy) }, moment),
        ]
      : [];
  return accept(proposed, ...clock);
};

const returned = (state: CaseState, moment: Moment): Decision =>
  state.verdict === undefined
    ? refuse('not_allowed_in_this_state', { command: 'confirmVerdict' })
    : accept(
        {
          type: 'informationReturned',
          data: { missing: state.verdict.missing, verdict: state.verdict },
        },
        ...stop(state, moment, 'T_CRIT'),
        set({ kind: 'T_INFO', owedBy: state.registeredBy }, moment),
      );

const afterOutcome = (state: CaseState, outcome: VerdictOutcome, moment: Moment): Happening[] => {
  const { policy } = moment;
  if (outcome === 'admitted') {
    const owner = policy.coordinatorGate ? policy.coordination : state.registeredBy;
    return [
      { type: 'leadAssigned', data: { institutionId: state.registeredBy, interim: true } },
      ...(policy.meeting.mandatory ? [set({ kind: 'T_RT', owedBy: owner }, moment)] : []),
    ];
  }
  return outcome === 'not_admitted'
    ? [set({ kind: 'T_CLOSE', owedBy: state.registeredBy }, moment)]
    : [];
};

const confirmed = (state: CaseState, body: BodyOf<'confirmVerdict'>, moment: Moment): Decision => {
  const suggested = state.verdict?.outcome;
  const outcome = body.outcome ?? suggested;
  if (outcome === undefined || suggested === undefined)
    return refuse('not_allowed_in_this_state', { command: body.kind });
  if (outcome !== suggested && body.reason === undefined)
    return refuse('override_reason_missing', { suggested, outcome });
  const { reason } = body;
  return accept(
    {
      type: 'verdictConfirmed',
      data: { outcome, suggested, ...(reason === undefined ? {} : { reason }) },
    },
    ...clear(state, moment, { kinds: ['T_CRIT', 'T_INFO', 'T_ACK'], ofCase: true }),
    ...afterOutcome(state, outcome, moment),
  );
};

/** A person confirms the advice or overrides it with a reason, and may send referrals at once. */
export const confirmVerdict: Decider<'confirmVerdict'> = (state, body, moment) => {
  const returns = body.outcome === undefined && state.verdict?.outcome === 'returned_info';
  if (returns && state.status === 'returned_info')
    return refuse('not_allowed_in_this_state', { command: body.kind });
  const first = (now: CaseState): Decision =>
    returns ? returned(now, moment) : confirmed(now, body, moment);
  const sends = body.referrals.map(
    (referral) =>
      (now: CaseState): Decision =>
        now.status === 'admitted' || now.status === 'bilateral'
          ? sendReferral(now, { kind: 'sendReferral', ...referral }, moment)
          : refuse('not_allowed_in_this_state', { command: 'sendReferral' }),
  );
  return inTurn(state, [first, ...sends], (now, events) => unfold(now, events, moment));
};

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
