/** What people want to know of a case seen ahead: which clock speaks when, to whom, and what it ends. */
import type { CaseEvent, EventType, ForecastEntry, ForecastKind } from '../../schemas/index';
import type { CaseState } from '../case/state';
import { localDate } from '../deadlines/dates';
import type { Ahead, Step } from './look-ahead';

type Reached = Extract<CaseEvent, { type: 'deadlineReached' }>;

/** The book-keeping of clocks, and the speaking itself: nothing that follows from it. */
const ownBooks: readonly EventType[] = [
  'deadlineReached',
  'deadlineSet',
  'deadlineCleared',
  'deadlineStopped',
  'deadlineMoved',
];

/** With these something ends, or lapses, because nobody did anything. */
const endings: readonly EventType[] = ['referralExpired', 'caseBecameDormant', 'caseClosed'];
const lapses = ['T_EXPIRY', 'T_DEFER', 'T_DELEGATION', 'T_APPEAL', 'T_FACTS'];

const kindOf = (
  { deadline, level }: Reached['data'],
  follows: readonly EventType[],
): ForecastKind => {
  if (follows.some((type) => endings.includes(type))) return 'expiry';
  if (level === 'due') return lapses.includes(deadline) ? 'expiry' : 'automatic';
  if (level === 'L0') return 'reminder';
  if (level !== 'L1') return 'escalation';
  return deadline === 'T_FU' ? 'follow_up' : 'reminder';
};

const entriesOf = ({ at, events }: Step, { id: caseId }: CaseState): ForecastEntry[] => {
  const follows = [...new Set(events.map(({ type }) => type))].filter(
    (type) => !ownBooks.includes(type),
  );
  const reached = events.filter((event) => event.type === 'deadlineReached');
  return reached.map(({ data }, index) => {
    const { deadline, level, owedBy, recipients, referralId, because } = data;
    // What follows stands with the last level that speaks: nobody was there for those before it.
    const then = index === reached.length - 1 ? follows : [];
    return {
      caseId,
      at,
      on: localDate(at),
      kind: kindOf(data, then),
      deadline,
      level,
      owedBy,
      recipients,
      then,
      ...(referralId === undefined ? {} : { referralId }),
      ...(because === undefined ? {} : { because }),
    };
  });
};

/** The entries of one case, in order. */
export const forecastOf = ({ steps, state }: Ahead): ForecastEntry[] =>
  steps.flatMap((step) => entriesOf(step, state));
