/** Urgent risks (domain.md 6): by phone first, and answers within two business days. */
import type { Deadline, Happening } from '../../schemas/index';
import { startDeadline } from '../deadlines/deadline';
import type { Decider, Moment } from '../decision';
import { accept, inTurn, refuse } from '../decision';
import { answerTerm } from './clocks';
import { resuming } from './pause';
import type { CaseState } from './state';
import { unfold } from './unfold';

/** The answer is due by then, counted from today; undefined when it was due earlier anyway. */
const sooner = (state: CaseState, deadline: Deadline, moment: Moment): Deadline | undefined => {
  const { kind, owedBy, referralId, startedAt } = deadline;
  const { silences } = state;
  const term = answerTerm(state, moment.policy);
  if (kind !== 'T_DEC' || term === undefined || deadline.stopped !== undefined) return undefined;
  const anew = startDeadline({ kind, owedBy, referralId, silences, term }, moment);
  return Date.parse(anew.dueAt) < Date.parse(deadline.dueAt) ? { ...anew, startedAt } : undefined;
};

const answersSooner = (state: CaseState, moment: Moment): readonly Happening[] =>
  state.deadlines.flatMap((one) => {
    const deadline = sooner(state, one, moment);
    return deadline === undefined ? [] : [{ type: 'deadlineSet', data: { deadline } }];
  });

export const flagUrgent: Decider<'flagUrgent'> = (state, { kind, risk }, moment) => {
  if (state.urgent?.risk === risk) return refuse('not_allowed_in_this_state', { command: kind });
  const { coordination } = moment.policy;
  return inTurn(
    state,
    [
      // Nothing stands still while somebody is in danger.
      (now) =>
        accept({ type: 'urgencyFlagged', data: { risk, coordination } }, ...resuming(now, moment)),
      (now) => accept(...answersSooner(now, moment)),
    ],
    (now, events) => unfold(now, events, moment),
  );
};

/** The terms that were set meanwhile stand. */
export const clearUrgent: Decider<'clearUrgent'> = (state, { kind }) =>
  state.urgent === undefined
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept({ type: 'urgencyCleared', data: {} });
