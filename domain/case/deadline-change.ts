/** Offices agree on another day for what one of them owes; the old day stays in the history. */
import type { Deadline } from '../../schemas/index';
import { isFixed } from '../deadlines/legal';
import { onDay } from '../deadlines/on-day';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { otherSide } from '../directory/recipients';
import { relationsOf } from '../permissions';
import { caseOwner, findDeadline } from './clocks';
import type { CaseState } from './state';

/**
 * Whoever waits agrees, not who owes. Of what the owner of the case plans for itself, it is judge
 * itself, before the eyes of the coordinator.
 */
export const mayChange = (
  state: CaseState,
  deadline: Deadline,
  { actor }: Pick<Moment, 'actor'>,
): boolean => {
  if (relationsOf(state, actor).includes('coordinator')) return true;
  const { institutionId } = actor;
  const { owedBy, referralId, kind } = deadline;
  if (owedBy !== institutionId)
    return [otherSide(state, deadline), caseOwner(state)].includes(institutionId ?? '');
  const plans = 'lead' in state || kind === 'T_PAUSE';
  return referralId === undefined && caseOwner(state) === institutionId && plans;
};

export const changeDeadline: Decider<'changeDeadline'> = (state, body, moment) => {
  const { key, dueOn, reason, kind: command } = body;
  const deadline = findDeadline(state, key);
  if (deadline === undefined) return refuse('unknown_deadline', { key });
  if (isFixed(deadline)) return refuse('legal_deadline', { deadline: deadline.kind });
  if (!mayChange(state, deadline, moment)) return refuse('not_permitted', { command });
  if (deadline.stopped !== undefined) return refuse('not_allowed_in_this_state', { command });
  const gap = dateGap(dueOn, moment);
  if (gap !== undefined) return refuse(gap, { field: 'dueOn' });
  const { silences } = state;
  return accept(
    { type: 'deadlineChanged', data: { key, dueBefore: deadline.dueAt, dueOn, reason } },
    {
      type: 'deadlineSet',
      data: { deadline: onDay(deadline, { on: dueOn, silences }, moment) },
    },
  );
};
