/**
 * A relapse (domain.md 3.1 stage 15): within the months of the policy the same case goes on; later a
 * new one is registered that says which it continues.
 */
import type { ClosureOutcome } from '../../schemas/index';
import { addMonths, localDate } from '../deadlines/dates';
import type { Decider } from '../decision';
import { accept, refuse } from '../decision';
import { set, triageOwner } from './clocks';
import type { CaseState } from './state';

/** The person has a case elsewhere then: two would be counted. */
export const livesOn: readonly ClosureOutcome[] = ['duplicate', 'moved_canton'];

/** The last day on which the case may be taken up again. */
export const lastDay = (state: CaseState, months: number): string =>
  addMonths(
    localDate((state.status === 'closed' ? state.closedAt : undefined) ?? state.changedAt),
    months,
  );

export const reopenCase: Decider<'reopenCase'> = (state, { kind }, moment) => {
  if (state.status !== 'closed' || livesOn.includes(state.outcome))
    return refuse('not_allowed_in_this_state', { command: kind });
  const until = lastDay(state, moment.policy.reopenMonths);
  if (localDate(moment.now) > until)
    return refuse('not_allowed_in_this_state', { command: kind, until, instead: 'registerCase' });
  return accept(
    { type: 'caseReopened', data: {} },
    // Somebody decides again; whoever led leads on, and nothing due yet is watched by the orphan clock.
    ...(state.lead === undefined
      ? [set({ kind: 'T_CRIT', owedBy: triageOwner(state, moment.policy) }, moment)]
      : []),
  );
};

/**
 * What was agreed is history; who takes part, what was sent and what was advised stays. A lead that
 * was delegated goes back.
 */
export const reopened = (state: CaseState): CaseState => {
  if (state.status !== 'closed') return state;
  const {
    outcome, lead, plan, meetingOn, confirmed, paused, urgent, delegation, overallResponsibility,
    assessedBy, leadConflict, mergeWith, leavingTo, contactTries, leadChanges, pingPong,
    measureSince, metAt, closedAt, keepUntil, erasedAt, ...rest
  } = state; // prettier-ignore
  const apart = overallResponsibility !== delegation?.from && { overallResponsibility };
  const core = { ...rest, ...apart, dormant: false, followUpsDone: [] };
  return lead === undefined
    ? { ...core, status: 'criteria_check' }
    : {
        ...core,
        status: 'admitted',
        lead: delegation === undefined ? lead : { institutionId: delegation.from, interim: false },
      };
};

/** What reopening does to the case. */
export const reopenEvolvers = { caseReopened: reopened } as const;
