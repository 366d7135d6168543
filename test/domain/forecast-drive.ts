/** Drives a look ahead with answers at hand. */
import { lookAhead } from '../../domain/forecast/look-ahead';
import type { Ahead, Question, Reply, Window } from '../../domain/forecast/look-ahead';
import type { CaseState } from '../../domain/case/state';

/** Offices of which nobody knows who is there, and criteria that say nothing new. */
const silent = (): Reply => ({});

export const ahead = (
  state: CaseState,
  window: Window,
  answer: (question: Question) => Reply = silent,
): Ahead => {
  const looking = lookAhead(state, window);
  let step = looking.next({});
  while (step.done !== true) step = looking.next(answer(step.value));
  return step.value;
};
