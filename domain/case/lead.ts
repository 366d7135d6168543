/**
 * Who leads a case (domain.md 1.3, 3.2): exactly one institution. It may be delegated for a time; the
 * overall responsibility stays with who delegated, and the delegation ends by itself.
 */
import type { Happening, InstitutionId, ReferralStatus } from '../../schemas/index';
import { grantGap } from '../consent/send-gate';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { clear, set } from './clocks';
import type { Evolver } from './evolver';
import type { CaseState } from './state';
import { leadOf } from './state';

const endedInNo: readonly ReferralStatus[] = ['declined', 'withdrawn', 'expired', 'aborted'];

/** The lead reads the whole dossier: an invitation to a meeting, or a referral that ended in a no, is no ground. */
export const mayLead = (state: CaseState, institutionId: InstitutionId, moment: Moment): boolean =>
  [state.registeredBy, leadOf(state), moment.policy.coordination].includes(institutionId) ||
  // It registered the person too, in a case that was merged into this one.
  state.links?.some(({ office }) => office === institutionId) === true ||
  state.referrals.some(
    (referral) =>
      referral.from === institutionId ||
      (referral.to === institutionId &&
        referral.status !== 'draft' &&
        !endedInNo.includes(referral.status) &&
        grantGap(state, referral, moment.now) === undefined),
  );

const leads = (institutionId: InstitutionId, responsible?: InstitutionId): Happening => ({
  type: 'leadAssigned',
  data: { institutionId, interim: false, ...(responsible && { responsible }) },
});

/** Two claim the lead: the coordination decides. */
export const conflictRaised = (
  claim: { readonly claimedBy: InstitutionId; readonly heldBy: InstitutionId },
  moment: Moment,
): readonly Happening[] => [
  { type: 'leadConflictRaised', data: claim },
  set({ kind: 'T_LEAD', owedBy: moment.policy.coordination }, moment),
];

/** Somebody leads from now on: no claim is open any more. */
export const leadSettled = (
  state: CaseState,
  institutionId: InstitutionId,
  moment: Moment,
): readonly Happening[] => [leads(institutionId), ...clear(state, moment, { kinds: ['T_LEAD'] })];

const delegationOver = (state: CaseState, moment: Moment): readonly Happening[] => [
  ...(state.delegation === undefined
    ? []
    : [{ type: 'delegationEnded', data: { backTo: state.delegation.from } } as const]),
  ...clear(state, moment, { kinds: ['T_DELEGATION'] }),
];

/**
 * The lead goes back to who delegated it, whether its day has come or people say so. A claim of
 * somebody else stays open: only the coordination decides on it.
 */
export const leadReturns = (state: CaseState, moment: Moment): readonly Happening[] => {
  const { delegation, leadConflict } = state;
  const over = delegationOver(state, moment);
  if (delegation === undefined) return over;
  const { from } = delegation;
  if (leadConflict === undefined || leadConflict === from)
    return [...over, ...leadSettled(state, from, moment)];
  const claim = { claimedBy: leadConflict, heldBy: from };
  return [...over, leads(from), { type: 'leadConflictRaised', data: claim }];
};

/** Nobody disputes the lead, and nobody has it for a time only. */
const isSettled = (state: CaseState): boolean =>
  'lead' in state &&
  !state.lead.interim &&
  state.leadConflict === undefined &&
  state.delegation === undefined;

/** Whoever leads by decision of the coordination leads for good: a delegation ends with it. */
export const assignLead: Decider<'assignLead'> = (state, body, moment) => {
  const { kind, institutionId, responsible } = body;
  // With two claims open, confirming the one who leads already is a decision too.
  if (isSettled(state) && leadOf(state) === institutionId && responsible === undefined)
    return refuse('not_allowed_in_this_state', { command: kind });
  const stranger = [institutionId, responsible ?? institutionId].find(
    (one) => !mayLead(state, one, moment),
  );
  if (stranger !== undefined) return refuse('legal_basis_missing', { to: stranger });
  return accept(
    ...delegationOver(state, moment),
    leads(institutionId, responsible),
    ...clear(state, moment, { kinds: ['T_LEAD'] }),
  );
};

export const delegateLead: Decider<'delegateLead'> = (state, { to, until }, moment) => {
  const lead = leadOf(state);
  if (moment.policy.delegation === undefined || lead === undefined)
    return refuse('delegation_not_possible', { policyId: moment.policy.id });
  // One delegation at a time, and of a lead that nobody disputes.
  if (state.delegation !== undefined || state.leadConflict !== undefined || to === lead)
    return refuse('not_allowed_in_this_state', { command: 'delegateLead', to });
  const gap = dateGap(until, moment);
  if (gap !== undefined) return refuse(gap, { field: 'until' });
  if (!mayLead(state, to, moment)) return refuse('legal_basis_missing', { to });
  const responsible = state.overallResponsibility ?? lead;
  return accept(
    { type: 'leadDelegated', data: { to, until, responsible } },
    leads(to),
    set({ kind: 'T_DELEGATION', owedBy: to, on: until }, moment),
  );
};

export const endDelegation: Decider<'endDelegation'> = (state, { kind }, moment) =>
  state.delegation === undefined
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept(...leadReturns(state, moment));

const delegated: Evolver<'leadDelegated'> = (state, { data: { to, until, responsible } }) => ({
  ...state,
  overallResponsibility: responsible,
  delegation: { from: leadOf(state) ?? responsible, to, until },
});

/** Whoever leads has the responsibility too, unless it was given to another institution. */
const responsibleWith = (
  { overallResponsibility, ...rest }: CaseState,
  responsible: InstitutionId | undefined,
  lead: InstitutionId | undefined,
): CaseState =>
  responsible === undefined || responsible === lead
    ? rest
    : { ...rest, overallResponsibility: responsible };

/** The case without a delegation; who delegated has lead and responsibility in one again. */
export const undelegated = ({ delegation, ...rest }: CaseState): CaseState =>
  responsibleWith(rest, rest.overallResponsibility, delegation?.from);

/** A delegation is over as soon as somebody else leads; `responsible` changes only when it is said. */
export const delegationUnder = (
  state: CaseState,
  lead: InstitutionId,
  responsible?: InstitutionId,
): CaseState => {
  const isOver = state.delegation !== undefined && state.delegation.to !== lead;
  const next = isOver ? undelegated(state) : state;
  return responsibleWith(next, responsible ?? next.overallResponsibility, lead);
};

/** What these events do to the case; `leadAssigned` is recorded with each. */
export const leadEvolvers = {
  leadDelegated: delegated,
  delegationEnded: undelegated,
} as const;
