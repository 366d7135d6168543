/**
 * A case that nobody touches, seen ahead: its clocks speak one after the other, by the very decisions
 * that the engine takes when their time comes. What the engine asks the outside then (who is there
 * that day, what the criteria say) is asked here too, and answered by whoever drives it.
 */
import type {
  Actor,
  AnyCommandBody,
  CaseEvent,
  InstitutionId,
  Presence,
  VerdictSummary,
} from '../../schemas/index';
import { decide } from '../case/decide';
import { needsVerdict } from '../case/react';
import type { CaseState } from '../case/state';
import { localDate } from '../deadlines/dates';
import type { Context, NextFiring } from '../deadlines/deadline';
import { nextFiring } from '../deadlines/deadline';
import { askedAbout } from '../directory/recipients';

export type Question =
  | {
      readonly about: 'presence';
      readonly institutionIds: readonly InstitutionId[];
      /** Plain date. */
      readonly on: string;
    }
  /** `state` as it is at the instant `at`. */
  | { readonly about: 'criteria'; readonly state: CaseState; readonly at: string };

export interface Reply {
  readonly present?: readonly Presence[] | undefined;
  readonly verdict?: VerdictSummary | undefined;
}

/** One moment at which a clock spoke, with everything that followed at once. */
export interface Step {
  readonly at: string;
  readonly events: readonly CaseEvent[];
}

export interface Ahead {
  readonly steps: readonly Step[];
  /** The case at the end. */
  readonly state: CaseState;
}

export interface Window {
  /** Domain instants; what should have spoken before `from` speaks then. */
  readonly from: string;
  readonly until: string;
  readonly rules: Omit<Context, 'now'>;
}

interface Made {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
}

const engine: Actor = { userId: 'engine', role: 'system' };

/** More steps of one case than any policy makes in a window; a policy that repeats itself is cut. */
const mostSteps = 500;

const isBefore = (at: string, other: string): boolean => Date.parse(at) < Date.parse(other);

const give = (state: CaseState, body: AnyCommandBody, ctx: Context): Made | undefined => {
  const command = { commandId: 'forecast', caseId: state.id, actor: engine, body };
  const outcome = decide(state, command, ctx);
  return outcome.ok ? outcome : undefined;
};

/** One clock speaks. Undefined where the engine itself would stand still: its step is refused. */
function* reach(
  state: CaseState,
  due: NextFiring,
  ctx: Context,
): Generator<Question, Made | undefined, Reply> {
  const { key, level, kind: deadline } = due;
  const institutionIds = askedAbout(state, due);
  const on = localDate(ctx.now);
  const { present } =
    institutionIds.length === 0 ? {} : yield { about: 'presence', institutionIds, on };
  const there = present === undefined ? {} : { present: [...present] };
  const body = { kind: 'reachDeadline', key, level, deadline, ...there } as const;
  const made = give(state, body, ctx);
  if (made === undefined || !needsVerdict(made.events, made.state)) return made;
  const { verdict } = yield { about: 'criteria', state: made.state, at: ctx.now };
  if (verdict === undefined) return made;
  const advised = give(made.state, { kind: 'recordVerdict', verdict }, ctx);
  return advised && { state: advised.state, events: [...made.events, ...advised.events] };
}

/** Everything that happens to a case within the window while nobody acts. */
export function* lookAhead(
  state: CaseState,
  { from, until, rules }: Window,
): Generator<Question, Ahead, Reply> {
  const steps: Step[] = [];
  let current = state;
  while (steps.length < mostSteps) {
    const due = nextFiring(current.deadlines);
    if (due === undefined || isBefore(until, due.at)) break;
    const at = isBefore(due.at, from) ? from : due.at;
    const made = yield* reach(current, due, { ...rules, now: at });
    if (made === undefined) break;
    steps.push({ at, events: made.events });
    current = made.state;
  }
  return { steps, state: current };
}
