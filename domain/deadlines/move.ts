/** A running deadline under rules that changed meanwhile: a new policy, a corrected calendar. */
import type { Deadline, DeadlineKind, Term } from '../../schemas/index';
import type { Silence } from '../case/state';
import type { Context } from './context';
import { calendarOf } from './context';
import { localDate } from './dates';
import { termEnd } from './deadline';
import { aheadOf, closingOn, isAfter, ladderFirings } from './ladder';

type Firings = Deadline['firings'];

const isSame = (one: Firings, other: Firings): boolean =>
  one.length === other.length &&
  one.every(({ level, at }, i) => level === other[i]?.level && at === other[i].at);

/** The length under the policy of today: its own, unless somebody gave another. */
const termNow = ({ kind, term, byPolicy }: Deadline, ctx: Context): Term | undefined => {
  const terms: Partial<Record<DeadlineKind, Term>> = ctx.policy.terms;
  return byPolicy === true ? terms[kind] : term;
};

/** Silence before the clock ran; its own silence is no second one. */
const earlier = (silences: readonly Silence[], { startedAt, from = '' }: Deadline): Silence[] =>
  silences.filter(({ at }) => Date.parse(at) <= Date.parse(startedAt) || localDate(at) < from);

const firingsNow = (
  deadline: Deadline,
  due: { readonly on: string; readonly at: string; readonly silences: readonly Silence[] },
  ctx: Context,
): Firings => {
  const { kind, owedBy, reached } = deadline;
  // What fell due before the rules changed, and waits to be said, is still said.
  const waiting = deadline.firings.filter(({ at }) => Date.parse(at) <= Date.parse(ctx.now));
  const spoken = waiting.at(-1)?.level ?? reached;
  const silences = earlier(due.silences, deadline);
  const unspoken = ladderFirings({ kind, owedBy, dueOn: due.on, silences }, ctx).filter(
    ({ level }) => spoken === undefined || isAfter(level, spoken),
  );
  const ahead = unspoken.filter(({ at }) => Date.parse(at) > Date.parse(ctx.now));
  // The ladder is at its end and repeats its last level, or speaks one day late: it goes on so.
  if (unspoken.length === 0 || (ahead.length === 0 && due.at === deadline.dueAt))
    return deadline.firings;
  return waiting.length > 0 ? [...waiting, ...ahead] : aheadOf(unspoken, owedBy, ctx);
};

/**
 * The deadline as it stands under the rules of `ctx`; undefined when it does not move: it is due and
 * speaks as before, it is stopped, or people agreed on the day. A due date may now lie in the past.
 * `silences` are those of the case.
 */
export const moveDeadline = (
  deadline: Deadline,
  ctx: Context,
  silences: readonly Silence[] = [],
): Deadline | undefined => {
  const { from, owedBy, stopped } = deadline;
  const length = termNow(deadline, ctx);
  if (from === undefined || length === undefined || stopped !== undefined) return undefined;
  const { on, basis, term } = termEnd(length, { from, owedBy }, ctx);
  const dueAt = closingOn(on, owedBy, ctx);
  const firings = firingsNow(deadline, { on, at: dueAt, silences }, ctx);
  if (dueAt === deadline.dueAt && isSame(firings, deadline.firings)) return undefined;
  const calendarVersion = calendarOf(ctx, owedBy).version;
  return { ...deadline, dueAt, basis, calendarVersion, ...(term && { term }), firings };
};
