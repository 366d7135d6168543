/** Why the engine acted by itself: the clock, since when it runs, who owed, and what its ladder says. */
import type { CaseEvent, Deadline, LadderLevel } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';

export interface KnownClock {
  readonly deadline: Deadline;
  /** The event with which it was set, or moved last. */
  readonly seq: number;
}
export type Clocks = ReadonlyMap<string, KnownClock>;

/** Keeps what an event says about a clock: set anew, or moved to another day. */
export const noteClock = (
  { type, data, seq }: CaseEvent,
  clocks: Map<string, KnownClock>,
): void => {
  if (type === 'deadlineSet' || type === 'deadlineMoved')
    clocks.set(data.deadline.key, { deadline: data.deadline, seq });
};

/** The clock and the level that made the engine act; undefined for what people did. */
export const firedBy = (
  event: CaseEvent,
): { readonly key: string; readonly level: LadderLevel } | undefined => {
  if (event.type === 'deadlineReached') return event.data;
  const [, key, level] = /^deadline:(.+?):(L\d|due)(?::|$)/.exec(event.cause) ?? [];
  return key === undefined || level === undefined
    ? undefined
    : { key, level: level as LadderLevel };
};

const nameOf = (key: string): string => {
  const [kind = key, mark] = key.split(':');
  return [word('deadline', kind), mark].filter(Boolean).join(' ');
};

/** Which clock: its words, who owes, and the day it falls due; a key that is not known as it is. */
export const clockWords = (key: string, clock: Deadline | undefined): string[] =>
  clock === undefined
    ? [nameOf(key)]
    : [
        nameOf(key),
        labelled(text('page.owner'), institution(clock.owedBy)),
        labelled(text('page.dueOn'), day(clock.dueAt)),
      ];

/** The same for every event that one firing brought about, but told only at the firing itself. */
export const whyOf = (event: CaseEvent, clock: KnownClock | undefined): readonly string[] => {
  const fired = firedBy(event);
  if (fired === undefined || clock === undefined) return [];
  const { startedAt, owedBy, dueAt, firings } = clock.deadline;
  const planned = firings.find(({ level }) => level === fired.level)?.at;
  const { key, level } = fired;
  return [
    text('page.caseView.why', {
      clock: nameOf(key),
      since: day(startedAt),
      owner: institution(owedBy),
      due: day(dueAt),
    }),
    ...(planned === undefined
      ? []
      : [text('page.caseView.whyLevel', { level, word: word('level', level), on: day(planned) })]),
    ...(event.type === 'deadlineReached' && event.data.because === 'nobody_present'
      ? [text('page.forecast.nobodyThere')]
      : []),
  ];
};
