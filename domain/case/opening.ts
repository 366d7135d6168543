/**
 * How a case begins (domain.md 3.1 stages 1 and 2): kept as a draft, looked at beforehand, registered.
 * Before registration nothing is asked of the criteria, and of a draft nobody else knows.
 */
import type { CaseId, CaseLink, Happening, InstitutionId } from '../../schemas/index';
import type { BodyOf, Decider, Decision, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { cantonOf } from '../institution';
import { clear, set } from './clocks';
import { closes } from './ending';
import type { Evolver } from './evolver';
import type { CaseState } from './state';

const inPreparation = (owedBy: InstitutionId, moment: Moment): Happening =>
  set({ kind: 'T_PRE', owedBy }, moment);

/** The receipt, and the verdict: whoever stands at the gate owes it. */
const registered = (registeredBy: InstitutionId, moment: Moment): readonly Happening[] => {
  const { coordination, coordinatorGate } = moment.policy;
  return [
    set({ kind: 'T_ACK', owedBy: coordination }, moment),
    set({ kind: 'T_CRIT', owedBy: coordinatorGate ? coordination : registeredBy }, moment),
  ];
};

const linked = (caseId: CaseId | undefined, link: CaseLink): readonly Happening[] =>
  caseId === undefined ? [] : [{ type: 'caseLinked', data: { caseId, link } }];

/** The first command of a case. An office registers in its own canton. */
export const registerCase = (body: BodyOf<'registerCase'>, moment: Moment): Decision => {
  const { actor, policy } = moment;
  const { kind, policyId, ...data } = body;
  const { institutionId } = actor;
  if (institutionId === undefined || !['officer', 'contact', 'coordinator'].includes(actor.role))
    return refuse('not_permitted', { command: body.kind });
  if (cantonOf(institutionId) !== body.canton)
    return refuse('not_permitted', { command: body.kind, canton: body.canton });
  const { continues, movedFrom } = body;
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
    ...linked(continues, 'continues'),
    ...linked(movedFrom, 'moved_from'),
    ...(body.draft === true
      ? [inPreparation(institutionId, moment)]
      : registered(institutionId, moment)),
  );
};

/** Often the matter ends here, with the institution that asked. */
export const preclarifyCase: Decider<'preclarifyCase'> = (state, { kind, goesOn }, moment) => {
  if (goesOn && state.status === 'preclarified')
    return refuse('not_allowed_in_this_state', { command: kind, status: state.status });
  const clarified: Happening = { type: 'casePreclarified', data: { goesOn } };
  return goesOn
    ? accept(clarified, inPreparation(state.registeredBy, moment))
    : accept(clarified, ...clear(state, moment, {}), closes('back_to_single_institution', moment));
};

export const submitDraft: Decider<'submitDraft'> = (state, _body, moment) =>
  accept(
    { type: 'draftSubmitted', data: {} },
    ...clear(state, moment, { kinds: ['T_PRE'] }),
    ...registered(state.registeredBy, moment),
  );

const isDraft = ({ status }: CaseState): boolean => status === 'draft' || status === 'preclarified';

/** Only a case in preparation moves here; `caseClosed`, recorded with it, ends the others. */
const prepared = (state: CaseState, status: 'preclarified' | 'registered'): CaseState =>
  isDraft(state) && !('lead' in state) && state.status !== 'closed' ? { ...state, status } : state;

/** What these events do to the case. */
export const openingEvolvers = {
  casePreclarified: ((state, { data: { goesOn } }) =>
    goesOn ? prepared(state, 'preclarified') : state) satisfies Evolver<'casePreclarified'>,
  draftSubmitted: ((state) => prepared(state, 'registered')) satisfies Evolver<'draftSubmitted'>,
} as const;
