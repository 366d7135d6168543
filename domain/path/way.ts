/**
 * The way of a real case as data: the statuses it went through, the one it has, and those that may come
 * next by the table of moves; each of its referrals in a lane of its own. Never a person.
 */
import type {
  CaseEvent,
  CaseStatus,
  PathLane,
  PathStep,
  ReferralId,
  ReferralStatus,
} from '../../schemas/index';
import { evolve } from '../case/evolve';
import type { CaseState, ReferralState } from '../case/state';
import type { Move } from './moves';
import { caseMoves, referralMoves } from './moves';

type Status = CaseStatus | ReferralStatus;

interface Track {
  readonly referral?: Pick<ReferralState, 'id' | 'from' | 'to'>;
  readonly visits: PathStep[];
}

const visit = ({ visits }: Track, status: Status, { at, seq, type }: CaseEvent): void => {
  if (visits.at(-1)?.status !== status) visits.push({ status, state: 'done', at, seq, by: [type] });
};

const trackOf = (tracks: Map<ReferralId, Track>, { id, from, to }: ReferralState): Track => {
  const known = tracks.get(id) ?? { referral: { id, from, to }, visits: [] };
  tracks.set(id, known);
  return known;
};

const possible = (moves: readonly Move<Status>[], now: Status | undefined): PathStep[] =>
  moves
    .filter(({ from }) => from === now)
    .map(({ to, by }) => ({ status: to, state: 'possible', by }));

const laneOf = ({ referral, visits }: Track): PathLane => {
  const last = visits.length - 1;
  const moves = referral === undefined ? caseMoves : referralMoves;
  return {
    ...(referral && { referralId: referral.id, from: referral.from, to: referral.to }),
    steps: [
      ...visits.map((step, i) => (i === last ? { ...step, state: 'now' as const } : step)),
      ...possible(moves, visits[last]?.status),
    ],
  };
};

interface Way {
  /** The case first, then its referrals in the order of their numbers. */
  readonly lanes: readonly PathLane[];
  /** The case as it is after all of the events; undefined where there were none. */
  readonly state: CaseState | undefined;
}

/** `events` are all of one case, in order; `shows` keeps referrals away that the reader may not see. */
export const wayOf = (
  events: readonly CaseEvent[],
  caseId: string,
  shows: (referral: ReferralState) => boolean = () => true,
): Way => {
  const own: Track = { visits: [] };
  const tracks = new Map<ReferralId, Track>();
  let state: CaseState | undefined;
  for (const event of events) {
    state = evolve(state, event, caseId);
    if (state === undefined) continue;
    visit(own, state.status, event);
    for (const one of state.referrals) visit(trackOf(tracks, one), one.status, event);
  }
  const seen = state?.referrals.filter(shows).map(({ id }) => id) ?? [];
  const referrals = seen.flatMap((id) => tracks.get(id) ?? []);
  return { lanes: [own, ...referrals].map(laneOf), state };
};
