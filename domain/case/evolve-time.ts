/** What pauses, tries to reach the person, agreed days, urgency and an undo do to a case. */
import type { Evolvers } from './evolver';
import { pausedDaysAfter } from './paused-days';
import { asBefore } from './remember';
import type { CaseState } from './state';

type TimeEvent =
  | 'casePaused'
  | 'caseResumed'
  | 'deadlineChanged'
  | 'contactTried'
  | 'urgencyFlagged'
  | 'urgencyCleared'
  | 'commandUndone';

/** Older tries say nothing any more. */
const mostTries = 20;

const resumed = ({ paused, ...state }: CaseState, since: string, to: string): CaseState => {
  const { plan } = state;
  return plan === undefined
    ? state
    : { ...state, plan: { ...plan, pausedDays: pausedDaysAfter(plan, { since, to }) } };
};

/** Where the case itself names the day, it is that day from now on. */
const withDay = (state: CaseState, key: string, on: string): CaseState => {
  const { paused, delegation } = state;
  if (key === 'T_PAUSE' && paused !== undefined)
    return { ...state, paused: { ...paused, reviewOn: on } };
  return key === 'T_DELEGATION' && delegation !== undefined
    ? { ...state, delegation: { ...delegation, until: on } }
    : state;
};

const withoutTries = ({ contactTries, ...state }: CaseState): CaseState => state;
const calm = ({ urgent, ...state }: CaseState): CaseState => state;

export const timeEvolvers: Evolvers<TimeEvent> = {
  casePaused: (state, { at, data }) => ({ ...state, paused: { ...data, since: at } }),
  caseResumed: (state, { at, data }) => resumed(state, data.pausedSince, at),
  deadlineChanged: (state, { data: { key, dueOn } }) => withDay(state, key, dueOn),
  contactTried: (state, { at, data }) => {
    const tries = [...(state.contactTries ?? []), { at, ...data }].slice(-mostTries);
    const told = data.reached ? withoutTries(state) : { ...state, contactTries: tries };
    return state.dormant ? { ...told, contactSought: true } : told;
  },
  urgencyFlagged: (state, { at, data: { risk } }) => ({ ...state, urgent: { risk, since: at } }),
  urgencyCleared: calm,
  commandUndone: asBefore,
};
