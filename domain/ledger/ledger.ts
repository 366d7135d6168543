/**
 * The stop-clock ledger (domain.md 3.4): every stretch of wall time of a case since its registration,
 * and of each referral since it was sent, belongs to exactly one party. Read off the events alone.
 */
import type { CaseEvent, Ledger, LedgerStretch, LedgerSum, ReferralId } from '../../schemas/index';
import { evolve } from '../case/evolve';
import type { CaseState } from '../case/state';
import type { Context } from '../deadlines/context';
import { calendarOf } from '../deadlines/context';
import type { Holder } from './holder';
import { holderOfCase, holderOfReferral } from './holder';
import { businessDaysIn, splitAtClosedDays } from './split';

type Days = Pick<Context, 'calendar' | 'calendars'>;

/** The case as it was from one event to the next. */
interface Phase {
  readonly from: string;
  readonly to: string;
  readonly state: CaseState;
  /** With which the step before it began. */
  readonly event: CaseEvent;
}

const phasesOf = (events: readonly CaseEvent[], now: string, caseId: string): Phase[] => {
  const phases: Phase[] = [];
  let state: CaseState | undefined;
  let first: CaseEvent | undefined;
  for (const [i, event] of events.entries()) {
    state = evolve(state, event, caseId);
    first = first?.cause === event.cause ? first : event;
    const to = events[i + 1]?.at ?? now;
    // The events of one step happen at once.
    if (state !== undefined && Date.parse(to) > Date.parse(event.at))
      phases.push({ from: event.at, to, state, event: first });
  }
  return phases;
};

const isOfOne = (one: LedgerStretch, other: LedgerStretch): boolean =>
  one.party === other.party && one.institutionId === other.institutionId && one.to === other.from;

const joined = (stretches: readonly LedgerStretch[]): LedgerStretch[] =>
  stretches.reduce<LedgerStretch[]>((done, next) => {
    const last = done.at(-1);
    if (last === undefined || !isOfOne(last, next)) done.push(next);
    else done[done.length - 1] = { ...last, to: next.to };
    return done;
  }, []);

const stretchOf = (
  { from, to, event }: Phase,
  { party, institutionId }: Holder,
): LedgerStretch => ({
  from,
  to,
  party,
  ...(institutionId === undefined ? {} : { institutionId }),
  cause: { seq: event.seq, type: event.type },
});

/** Closed days count where an office has the case; a pause, or the person, knows none. */
const onCalendar = (stretch: LedgerStretch, days: Days): LedgerStretch[] =>
  stretch.institutionId === undefined
    ? [stretch]
    : splitAtClosedDays(stretch, calendarOf(days, stretch.institutionId));

const sumsOf = (stretches: readonly LedgerStretch[], { calendar }: Days): LedgerSum[] => {
  const sums = new Map<string, LedgerSum>();
  for (const stretch of stretches) {
    const { party, institutionId, from, to } = stretch;
    const key = `${party} ${institutionId ?? ''}`;
    const { ms = 0, businessDays = 0 } = sums.get(key) ?? {};
    sums.set(key, {
      party,
      ...(institutionId === undefined ? {} : { institutionId }),
      ms: ms + Date.parse(to) - Date.parse(from),
      businessDays: businessDays + businessDaysIn(stretch, calendar),
    });
  }
  return [...sums.values()];
};

const accountOf = (
  phases: readonly Phase[],
  holder: (state: CaseState) => Holder | undefined,
  days: Days,
) => {
  const held = phases.flatMap((phase) => {
    const found = holder(phase.state);
    return found === undefined ? [] : [stretchOf(phase, found)];
  });
  const stretches = joined(joined(held).flatMap((stretch) => onCalendar(stretch, days)));
  return { stretches, sums: sumsOf(stretches, days) };
};

/** `events` are all of one case, in order; `now` ends the ledger of an open one. */
export const ledgerOf = (
  events: readonly CaseEvent[],
  { now, caseId }: { readonly now: string; readonly caseId: string },
  days: Days,
): Ledger => {
  const phases = phasesOf(events, now, caseId);
  const ids: readonly ReferralId[] = phases.at(-1)?.state.referrals.map(({ id }) => id) ?? [];
  return {
    caseId,
    ...accountOf(phases, holderOfCase, days),
    referrals: ids.map((referralId) => ({
      referralId,
      ...accountOf(phases, (state) => holderOfReferral(state, referralId), days),
    })),
  };
};
