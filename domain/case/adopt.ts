/** A running case takes up the rules in force today (policy, calendar); its decisions stand. */
import type { Deadline, Happening } from '../../schemas/index';
import { calendarOf } from '../deadlines/context';
import { moveDeadline } from '../deadlines/move';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { triageOwner } from './clocks';
import type { CaseState } from './state';

/** A case that never adopted any rules tells by its clocks on which calendars it was counted. */
const isOnCalendar = ({ calendarVersion, deadlines }: CaseState, moment: Moment): boolean =>
  calendarVersion === undefined
    ? deadlines.every((one) => one.calendarVersion === calendarOf(moment, one.owedBy).version)
    : calendarVersion === moment.calendar.version;

/** With another gate the decision is owed by whoever decides now; everything else by who owed it. */
const owedNow = (state: CaseState, deadline: Deadline, { policy }: Moment): Deadline =>
  deadline.kind === 'T_CRIT' ? { ...deadline, owedBy: triageOwner(state, policy) } : deadline;

const moves = (state: CaseState, moment: Moment): Happening[] =>
  state.deadlines.flatMap((before): Happening[] => {
    const owed = owedNow(state, before, moment);
    const handedOver = owed.owedBy === before.owedBy ? undefined : owed;
    const deadline = moveDeadline(owed, moment, state.silences) ?? handedOver;
    return deadline === undefined
      ? []
      : [{ type: 'deadlineMoved', data: { deadline, dueBefore: before.dueAt } }];
  });

/**
 * The rules that the moment carries are those to adopt. A duty is judged beside the policy of the
 * case: when it changed, the criteria are asked again although the case keeps its own rules.
 */
export const adoptRules: Decider<'adoptRules'> = (state, { askAgain = false }, moment) => {
  const { policy, calendar } = moment;
  const policyChanged =
    askAgain || policy.id !== state.policyId || policy.version !== state.policyVersion;
  const moved = moves(state, moment);
  if (!policyChanged && isOnCalendar(state, moment) && moved.length === 0)
    return refuse('rules_unchanged', { policyId: policy.id, policyVersion: policy.version });
  return accept(
    {
      type: 'rulesAdopted',
      data: {
        policyId: policy.id,
        policyVersion: policy.version,
        calendarVersion: calendar.version,
        policyChanged,
        coordinatorGate: policy.coordinatorGate,
      },
    },
    ...moved,
  );
};
