/**
 * Plays a policy on a case that is only imagined: registered, judged, answered or left lying, step by
 * step until a day. The decisions, the clocks and the ladder are those of every real case.
 */
import type {
  Actor,
  AnyCommandBody,
  CaseEvent,
  CaseId,
  InstitutionId,
  OfficeConduct,
  Refusal,
} from '../../schemas/index';
import { decide } from '../case/decide';
import { needsVerdict } from '../case/react';
import type { CaseState, Circumstances } from '../case/state';
import type { Context } from '../deadlines/deadline';
import { nextFiring } from '../deadlines/deadline';
import { lookAhead } from '../forecast/look-ahead';
import type { Question, Reply } from '../forecast/look-ahead';
import { kindOf } from '../institution';
import { conductOf, moveOn } from './conduct';
import type { LaterFacts, Move } from './conduct';

export interface Setting {
  readonly caseId: CaseId;
  readonly registeredBy: InstitutionId;
  readonly dossierRef: string;
  readonly circumstances: Circumstances;
  readonly later: LaterFacts | undefined;
  readonly conducts: readonly OfficeConduct[];
  readonly rules: Omit<Context, 'now'>;
  /** Domain instants. */
  readonly from: string;
  readonly until: string;
}

/** A moment of the play; `asked` is what an office asked for and was refused. */
export interface Scene {
  readonly at: string;
  readonly events: readonly CaseEvent[];
  readonly state: CaseState | undefined;
  readonly asked?: { readonly move: Pick<Move, 'actor' | 'body'>; readonly refusal: Refusal };
}

export interface PlayedOut {
  readonly scenes: readonly Scene[];
  readonly state: CaseState | undefined;
  /** True when it was stopped before its last day: it would have gone on for too long. */
  readonly cut: boolean;
}

const mostScenes = 500;
const engine: Actor = { userId: 'engine', role: 'system' };

const isBefore = (at: string, other: string): boolean => Date.parse(at) < Date.parse(other);

interface Given {
  readonly actor: Actor;
  readonly body: AnyCommandBody;
}

/** A command as it is taken, with the verdict that it may cause. */
function* give(
  { caseId, rules }: Setting,
  state: CaseState | undefined,
  { actor, body, at }: Given & { readonly at: string },
): Generator<Question, Scene, Reply> {
  const ctx = { ...rules, now: at };
  const command = (by: Actor, said: AnyCommandBody) => ({
    commandId: 'rehearsal',
    caseId,
    actor: by,
    body: said,
  });
  const taken = decide(state, command(actor, body), ctx);
  if (!taken.ok)
    return { at, events: [], state, asked: { move: { actor, body }, refusal: taken.refusal } };
  if (!needsVerdict(taken.events, taken.state))
    return { at, events: taken.events, state: taken.state };
  const { verdict } = yield { about: 'criteria', state: taken.state, at };
  const judged =
    verdict && decide(taken.state, command(engine, { kind: 'recordVerdict', verdict }), ctx);
  return judged?.ok === true
    ? { at, events: [...taken.events, ...judged.events], state: judged.state }
    : { at, events: taken.events, state: taken.state };
}

/** A referral that the law or the consent does not carry is left out, and the others leave. */
const carried = ({ caseId, rules }: Setting, state: CaseState, move: Move): Move => {
  const { actor, body, at } = move;
  if (body.kind !== 'confirmVerdict' || body.referrals.length === 0) return move;
  const passes = (referrals: typeof body.referrals): boolean =>
    decide(
      state,
      { commandId: 'rehearsal', caseId, actor, body: { ...body, referrals } },
      { ...rules, now: at },
    ).ok;
  return { ...move, body: { ...body, referrals: body.referrals.filter((one) => passes([one])) } };
};

/** The move that comes first. */
const firstMove = (
  { rules, conducts, later }: Setting,
  state: CaseState,
  { now, tried }: { readonly now: string; readonly tried: ReadonlySet<string> },
): Move | undefined =>
  state.deadlines
    .flatMap((deadline) => {
      const conduct = conductOf(conducts, kindOf(deadline.owedBy));
      const move = moveOn({ state, deadline, conduct, later, ctx: { ...rules, now } });
      return move === undefined || tried.has(move.name) ? [] : [move];
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];

/** What comes next: an office that acts, or else a clock that speaks. */
function* nextScenes(
  setting: Setting,
  state: CaseState,
  memory: { readonly now: string; readonly tried: Set<string> },
): Generator<Question, readonly Scene[] | undefined, Reply> {
  const { rules, until } = setting;
  const due = nextFiring(state.deadlines);
  const move = firstMove(setting, state, memory);
  if (move !== undefined && (due === undefined || !isBefore(due.at, move.at))) {
    if (isBefore(until, move.at)) return undefined;
    memory.tried.add(move.name);
    return [yield* give(setting, state, carried(setting, state, move))];
  }
  if (due === undefined || isBefore(until, due.at)) return undefined;
  const ahead = yield* lookAhead(state, { from: memory.now, until: due.at, rules });
  return ahead.steps.length === 0
    ? undefined
    : ahead.steps.map((step) => ({ ...step, state: ahead.state }));
}

/** Plays from the registration on. */
export function* playOut(setting: Setting): Generator<Question, PlayedOut, Reply> {
  const { registeredBy: institutionId, dossierRef, circumstances, rules, from } = setting;
  const { canton, id: policyId } = rules.policy;
  const actor: Actor = { userId: `${institutionId}-officer`, institutionId, role: 'officer' };
  const body = { kind: 'registerCase', canton, policyId, dossierRef, ...circumstances } as const;
  const scenes: Scene[] = [yield* give(setting, undefined, { actor, body, at: from })];
  const tried = new Set<string>();
  for (;;) {
    const { state, at: now } = scenes.at(-1) ?? { state: undefined, at: from };
    const more =
      state === undefined ? undefined : yield* nextScenes(setting, state, { now, tried });
    if (more === undefined) return { scenes, state, cut: false };
    scenes.push(...more);
    if (scenes.length >= mostScenes) return { scenes, state: scenes.at(-1)?.state, cut: true };
  }
}
