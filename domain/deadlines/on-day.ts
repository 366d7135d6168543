/** A running deadline on another day: people agreed on it, or a pause shifted it (domain.md 3.4). */
import type { Deadline } from '../../schemas/index';
import type { Silence } from '../case/state';
import { nextBusinessDay } from './business-days';
import type { Context } from './context';
import { calendarOf } from './context';
import { addDays, daysBetween, localDate } from './dates';
import { aheadOf, closingOn, ladderFirings } from './ladder';

/**
 * The deadline due on a day (the next business day when that one is closed), with its whole ladder
 * from there. It no longer follows a term: other rules or another calendar leave it alone.
 */
export const onDay = (
  deadline: Deadline,
  target: { readonly on: string; readonly silences?: readonly Silence[] },
  ctx: Context,
): Deadline => {
  const { from, term, byPolicy, reached, stopped, ...rest } = deadline;
  const { kind, owedBy, startedAt } = rest;
  const calendar = calendarOf(ctx, owedBy);
  const dueOn = nextBusinessDay(calendar, target.on);
  // Its own silence before people agreed is no second one.
  const silences = target.silences?.filter(({ at }) => Date.parse(at) <= Date.parse(startedAt));
  return {
    ...rest,
    dueAt: closingOn(dueOn, owedBy, ctx),
    calendarVersion: calendar.version,
    firings: aheadOf(ladderFirings({ kind, owedBy, dueOn, silences }, ctx), owedBy, ctx),
  };
};

/** The deadline as many calendar days later as it stood still. */
export const shiftedByStop = (deadline: Deadline, ctx: Context): Deadline => {
  const stoodStill = daysBetween(localDate(deadline.stopped?.at ?? ctx.now), localDate(ctx.now));
  return onDay(deadline, { on: addDays(localDate(deadline.dueAt), stoodStill) }, ctx);
};
