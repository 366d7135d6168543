/** What the joint plan, its measures and its follow-ups do to a case. */
import type { ActiveStatus, CaseState } from './state';
import type { Evolver } from './evolver';
import { settledAt } from './ping-pong';

/** Moves an admitted case on; a case that nobody leads yet can not be there (domain.md 3.2). */
const moved = (state: CaseState, status: ActiveStatus): CaseState =>
  'lead' in state && state.status !== 'closed' ? { ...state, status } : state;

const planAgreed: Evolver<'planAgreed'> = (state, { at, data }) => {
  const goals = data.goals.map((goal, i) => ({ ...goal, number: i + 1, state: 'open' as const }));
  // The measures of another plan start anew.
  const { measureSince, ...rest } = settledAt(state, at);
  return moved({ ...rest, plan: { agreedOn: at, goals } }, 'plan_agreed');
};

const goalClosed: Evolver<'goalClosed'> = (state, { data }) => {
  if (state.plan === undefined) return state;
  const goals = state.plan.goals.map((goal) =>
    goal.number === data.number ? { ...goal, state: data.state } : goal,
  );
  return { ...state, plan: { ...state.plan, goals } };
};

const measureStarted: Evolver<'measureStarted'> = (state, { at }) =>
  moved({ ...state, measureSince: at }, 'in_measures');

const followUpRecorded: Evolver<'followUpRecorded'> = (state, { data }) =>
  moved({ ...state, followUpsDone: [...state.followUpsDone, data.month] }, 'follow_up');

export const planEvolvers = { planAgreed, goalClosed, measureStarted, followUpRecorded } as const;
