/** What events do to the running clocks of a case. */
import type { CaseEvent, Deadline, DeadlineKind, InstitutionId } from '../../schemas/index';
import { countsAsSilence } from '../deadlines/deadline';
import type { CaseState } from './state';
import { leadOf } from './state';

/** Clocks that the lead owes, whoever that is today. */
const leadKinds: readonly DeadlineKind[] = [
  'T_RT',
  'T_PLAN',
  'T_COST',
  'T_FU',
  'T_CLOSE',
  'T_ORPHAN',
  'T_FACTS',
  'T_PERMIT',
  'T_PAUSE',
  'T_CONTACT',
  'T_APPEAL',
];

/** The lead sees to it that a person is assessed again; a running assessment stays where it is. */
const isOfLead = ({ kind, key }: Deadline): boolean =>
  leadKinds.includes(kind) || (kind === 'T_ASSESS' && key !== kind);

const withoutKey = (deadlines: readonly Deadline[], key: string): readonly Deadline[] =>
  deadlines.filter((deadline) => deadline.key !== key);

type Reached = Extract<CaseEvent, { type: 'deadlineReached' }>['data'];

const fired = (deadline: Deadline, { key, level, again }: Reached): Deadline => {
  if (deadline.key !== key) return deadline;
  const left = deadline.firings.slice(1);
  return { ...deadline, reached: level, firings: again === undefined ? left : [...left, again] };
};

const handedOver = (
  deadlines: readonly Deadline[],
  from: InstitutionId | undefined,
  to: InstitutionId,
): readonly Deadline[] =>
  from === undefined
    ? deadlines
    : deadlines.map((deadline) =>
        isOfLead(deadline) && deadline.owedBy === from ? { ...deadline, owedBy: to } : deadline,
      );

/** `leadBefore` is who led before this event: the lead's clocks go to whoever leads now. */
export const evolveDeadlines = (
  state: CaseState,
  event: CaseEvent,
  leadBefore: InstitutionId | undefined,
): CaseState => {
  const { deadlines } = state;
  if (event.type === 'deadlineSet' || event.type === 'deadlineMoved') {
    const { deadline } = event.data;
    return { ...state, deadlines: [...withoutKey(deadlines, deadline.key), deadline] };
  }
  if (event.type === 'deadlineCleared')
    return { ...state, deadlines: withoutKey(deadlines, event.data.key) };
  if (event.type === 'deadlineStopped') {
    const { key, ...stopped } = event.data;
    const stop = (one: Deadline): Deadline => (one.key === key ? { ...one, stopped } : one);
    return { ...state, deadlines: deadlines.map(stop) };
  }
  if (event.type === 'deadlineReached') {
    const { deadline, level, owedBy } = event.data;
    const silences = countsAsSilence(deadline, level)
      ? [
          ...state.silences.filter((one) => one.institutionId !== owedBy),
          { institutionId: owedBy, at: event.at },
        ]
      : state.silences;
    return { ...state, silences, deadlines: deadlines.map((one) => fired(one, event.data)) };
  }
  const lead = leadOf(state);
  return event.type === 'leadAssigned' && lead !== undefined
    ? { ...state, deadlines: handedOver(deadlines, leadBefore, lead) }
    : state;
};
