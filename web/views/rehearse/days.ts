/** Plays side by side, sorted by day. */
import type { Rehearsal, RehearsedClock } from '../../../schemas/index';

export interface DayOf {
  readonly path: Rehearsal['path'];
  readonly ladder: Rehearsal['ladder'];
  /** Clocks that run out that day. */
  readonly due: readonly RehearsedClock[];
}

export interface Row {
  readonly on: string;
  /** In the order of the plays. */
  readonly sides: readonly DayOf[];
}

/** Ended before its day, or on another one since it was moved: nobody waits for it then. */
const runsOut = ({ dueOn, endedOn }: RehearsedClock, on: string): boolean =>
  dueOn === on && (endedOn === undefined || endedOn >= dueOn);

const dayIn = ({ path, ladder, clocks, to }: Rehearsal, on: string): DayOf => ({
  path: path.filter((one) => one.on === on),
  ladder: ladder.filter((one) => one.on === on),
  due: on > to ? [] : clocks.filter((one) => runsOut(one, on)),
});

/** The days on which something happens in one of the plays. */
export const rowsOf = (plays: readonly Rehearsal[]): readonly Row[] => {
  const days = plays.flatMap(({ path, ladder, clocks, to }) => [
    ...path.map(({ on }) => on),
    ...ladder.map(({ on }) => on),
    ...clocks.filter((one) => runsOut(one, one.dueOn) && one.dueOn <= to).map((one) => one.dueOn),
  ]);
  return [...new Set(days)]
    .sort()
    .map((on) => ({ on, sides: plays.map((play) => dayIn(play, on)) }));
};
