/** What a decision answers: events, or a refusal. Never an exception. */
import type {
  Actor,
  AnyCommandBody,
  CommandKind,
  Happening,
  Refusal,
  RefusalCode,
} from '../schemas/index';
import type { CaseState } from './case/state';
import type { Context } from './deadlines/deadline';

export type Decision =
  | { readonly ok: true; readonly events: readonly Happening[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = (...events: readonly Happening[]): Decision => ({ ok: true, events });

export const refuse = (code: RefusalCode, details: Refusal['details'] = {}): Decision => ({
  ok: false,
  refusal: { code, details },
});

/** Who asks, and everything a decision may look at. */
export interface Moment extends Context {
  readonly actor: Actor;
}

export type BodyOf<K extends CommandKind> = Extract<AnyCommandBody, { kind: K }>;

/** Decides one kind of command on an existing case, once the permissions table said yes. */
export type Decider<K extends CommandKind> = (
  state: CaseState,
  body: BodyOf<K>,
  moment: Moment,
) => Decision;

/** Decides each command on the state that the ones before it made; the first refusal refuses all. */
export const inTurn = (
  state: CaseState,
  steps: readonly ((state: CaseState) => Decision)[],
  apply: (state: CaseState, events: readonly Happening[]) => CaseState,
): Decision => {
  const events: Happening[] = [];
  let current = state;
  for (const step of steps) {
    const decision = step(current);
    if (!decision.ok) return decision;
    events.push(...decision.events);
    current = apply(current, decision.events);
  }
  return accept(...events);
};
