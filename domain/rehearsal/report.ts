/** What people want to know of a play: the path, the clocks, the ladder, by day. */
import type {
  CaseEvent,
  Deadline,
  EventType,
  InstitutionKind,
  ReferralId,
  Rehearsal,
  RehearsedClock,
  RehearsedMoment,
} from '../../schemas/index';
import { localDate } from '../deadlines/dates';
import { forecastOf } from '../forecast/entries';
import { kindOf } from '../institution';
import type { PlayedOut, Scene } from './play-out';

const ofClocks: readonly EventType[] = [
  'deadlineSet',
  'deadlineCleared',
  'deadlineStopped',
  'deadlineReached',
  'deadlineMoved',
];

const referralOf = ({ data }: CaseEvent): ReferralId[] =>
  'referralId' in data && data.referralId !== undefined ? [data.referralId] : [];

/** Undefined where only clocks ran: that stands among the clocks and on the ladder. */
const momentOf = ({ at, events, state, asked }: Scene): RehearsedMoment | undefined => {
  const told = events.filter(({ type }) => !ofClocks.includes(type));
  if (told.length === 0 && asked === undefined) return undefined;
  const by = (asked?.move.actor ?? told[0]?.by)?.institutionId;
  return {
    at,
    on: localDate(at),
    ...(by === undefined ? {} : { by }),
    events: told.map(({ type }) => type),
    referrals: [...new Set(told.flatMap(referralOf))],
    ...(state === undefined ? {} : { status: state.status }),
    ...(asked && { refused: { command: asked.move.body.kind, code: asked.refusal.code } }),
  };
};

/** The clocks in the order in which they began, and where those stand that run. */
interface Book {
  readonly all: RehearsedClock[];
  readonly running: Map<string, number>;
}

/** A clock that begins anew under its key (it had stopped, or was moved) goes on as the same one. */
const begin = ({ all, running }: Book, deadline: Deadline, on: string): void => {
  const { key, kind, owedBy, referralId, dueAt } = deadline;
  const index = running.get(key) ?? all.length;
  running.set(key, index);
  all[index] = {
    key,
    kind,
    owedBy,
    setOn: all[index]?.setOn ?? on,
    dueOn: localDate(dueAt),
    ...(referralId === undefined ? {} : { referralId }),
  };
};

const end = (
  { all, running }: Book,
  { key, met }: { readonly key: string; readonly met: boolean },
  on: string,
): void => {
  const index = running.get(key);
  const known = index === undefined ? undefined : all[index];
  running.delete(key);
  if (index !== undefined && known !== undefined) all[index] = { ...known, endedOn: on, met };
};

const clocksOf = (events: readonly CaseEvent[]): readonly RehearsedClock[] => {
  const book: Book = { all: [], running: new Map() };
  for (const { type, at, data } of events) {
    if (type === 'deadlineSet' || type === 'deadlineMoved')
      begin(book, data.deadline, localDate(at));
    else if (type === 'deadlineCleared') end(book, data, localDate(at));
  }
  return book.all;
};

const officesIn = (clocks: readonly RehearsedClock[]): InstitutionKind[] => [
  ...new Set(clocks.map(({ owedBy }) => kindOf(owedBy))),
];

type Told = Pick<Rehearsal, 'path' | 'clocks' | 'ladder' | 'offices' | 'cut' | 'verdict'>;

/** The whole play, told. */
export const reportOf = ({ scenes, state, cut }: PlayedOut): Told => {
  const clocks = clocksOf(scenes.flatMap(({ events }) => events));
  const outcome = state?.verdict?.outcome;
  const steps = scenes.map(({ at, events }) => ({ at, events }));
  const ladder = state === undefined ? [] : forecastOf({ steps, state });
  return {
    path: scenes.flatMap((scene) => momentOf(scene) ?? []),
    clocks,
    ladder: ladder.map(({ caseId, ...entry }) => entry),
    offices: officesIn(clocks),
    cut,
    ...(outcome === undefined ? {} : { verdict: outcome }),
  };
};
