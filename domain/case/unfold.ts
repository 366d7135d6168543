/** Happenings become events: numbered, dated, with their author and cause. */
import type { Actor, CaseEvent, Happening } from '../../schemas/index';
import type { CaseState } from './state';
import { evolve } from './evolve';

export interface Stamp {
  readonly now: string;
  readonly actor: Actor;
  readonly cause: string;
}

/** Numbers the happenings on from a version. */
export const stamp = (
  happenings: readonly Happening[],
  version: number,
  { now, actor, cause }: Stamp,
): CaseEvent[] =>
  happenings.map((happening, i) => ({
    ...happening,
    seq: version + i + 1,
    at: now,
    by: actor,
    cause,
  }));

/** The state after happenings that are being weighed and not yet recorded. */
export const unfold = (
  state: CaseState,
  happenings: readonly Happening[],
  moment: { readonly now: string; readonly actor: Actor },
): CaseState =>
  stamp(happenings, state.version, { ...moment, cause: 'weighed' }).reduce<CaseState>(
    (now, event) => evolve(now, event, state.id) ?? now,
    state,
  );
