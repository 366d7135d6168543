/** Who pays for the measures of a plan (domain.md 3.1 stages 11 and 12). */
import type { Decider } from '../decision';
import { accept } from '../decision';
import { caseOwner, clear, set } from './clocks';
import type { Evolver } from './evolver';
import type { CaseState } from './state';

/** What a policy says that was published before it could say so (domain.md 6) [P]. */
const usualRevisionBD = 10;

const runs = ({ status, measureSince }: CaseState): boolean =>
  status === 'in_measures' || measureSince !== undefined;

export const approveCosts: Decider<'approveCosts'> = (state, { payer, capChf }, moment) =>
  accept(
    { type: 'costsApproved', data: { payer, ...(capChf === undefined ? {} : { capChf }) } },
    ...clear(state, moment, { kinds: ['T_COST'] }),
    // A further approval for a measure that runs waits for no start.
    ...(runs(state) ? [] : [set({ kind: 'T_START', owedBy: payer }, moment)]),
  );

/** Without the money the plan is a draft again, and another one has to be agreed. */
export const refuseCosts: Decider<'refuseCosts'> = (state, { payer }, moment) => {
  const { planRevisionBD: BD = usualRevisionBD } = moment.policy;
  return accept(
    { type: 'costsRefused', data: { payer } },
    ...clear(state, moment, { kinds: ['T_COST', 'T_START'] }),
    set({ kind: 'T_PLAN', owedBy: caseOwner(state), term: { BD } }, moment),
  );
};

const refused: Evolver<'costsRefused'> = (state) =>
  'lead' in state && state.status !== 'closed' ? { ...state, status: 'plan_draft' } : state;

export const costsEvolvers = { costsRefused: refused } as const;
