/** How long a case stood still since its plan: follow-ups come so much later (domain.md 3.4). */
import { daysBetween, localDate } from '../deadlines/dates';
import type { CaseState } from './state';

type Plan = NonNullable<CaseState['plan']>;

const later = (one: string, other: string): string =>
  Date.parse(one) > Date.parse(other) ? one : other;

/** Calendar days, with a pause that lasts from an instant to another. */
export const pausedDaysAfter = (
  { agreedOn, pausedDays = 0 }: Plan,
  pause: { readonly since: string; readonly to: string },
): number => pausedDays + daysBetween(localDate(later(pause.since, agreedOn)), localDate(pause.to));

/** Calendar days in which the case stood still since its plan was agreed, until now. */
export const pausedDaysOf = ({ plan, paused }: CaseState, now: string): number => {
  if (plan === undefined) return 0;
  return paused === undefined
    ? (plan.pausedDays ?? 0)
    : pausedDaysAfter(plan, { since: paused.since, to: now });
};
