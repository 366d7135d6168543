/** Random cases for the laws: any actor gives any command at any time, and the engine keeps its clocks. */
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../domain/case/decide';
import { decide } from '../../domain/case/decide';
import { needsVerdict } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { nextFiring } from '../../domain/deadlines/deadline';
import type { Context } from '../../domain/deadlines/deadline';
import { addDays, localDate, localInstant } from '../../domain/deadlines/dates';
import type { AllowedAction } from '../../domain/allowed-actions';
import { allowedActions } from '../../domain/allowed-actions';
import { permissions } from '../../domain/permissions';
import type { Actor, AnyCommandBody, Command, CommandKind } from '../../schemas/index';
import { refusalCodes } from '../../schemas/index';
import { engine, officer, rulesOf } from '../support/builders';
import type { Canton } from './random-bodies';
import { adviceOf, bodyFor, commandKinds, kinds, pick } from './random-bodies';

export type { Canton } from './random-bodies';
export const caseId = '00000000-0000-4000-8000-000000000007';

/** Officers of six institutions, a coordinator among them, and people with other roles. */
export const poolOf = (canton: Canton): readonly Actor[] => [
  ...kinds.map((kind) => officer(`${canton}-${kind}`)),
  { userId: 'contact', institutionId: `${canton}-iv`, role: 'contact' },
  { userId: 'auditor', institutionId: `${canton}-sh`, role: 'auditor' },
  { userId: 'strategic', institutionId: `${canton}-rav`, role: 'strategic' },
  { userId: 'neighbour', institutionId: 'zh-coo', role: 'coordinator' },
  { userId: 'colleague', institutionId: `${canton}-coo`, role: 'coordinator' },
  { userId: 'client', role: 'client' },
  engine,
];

export interface Step {
  readonly actor: number;
  /** Any kind at all instead of one that the actor may give. */
  readonly wild: boolean;
  readonly choice: number;
  readonly n: number;
  readonly hours: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, fc.nat(12)),
  wild: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  choice: fc.nat(600),
  n: fc.nat(600),
  hours: fc.constantFrom(0, 0, 1, 5, 11, 24, 72, 96, 24 * 15, 24 * 45),
});

export const canton: fc.Arbitrary<Canton> = fc.constantFrom('sg', 'fr');
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, {
  minLength: 14,
  maxLength: 24,
  size: 'max',
});

/** One command as it was given and what came of it. */
export interface Seen {
  readonly before: CaseState | undefined;
  readonly command: Command;
  readonly ctx: Context;
  readonly outcome: Outcome;
}

export const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
};

interface Choice {
  readonly actor: Actor;
  readonly kind: CommandKind;
  readonly referralId: string;
}

const mayGive = (state: CaseState, actor: Actor, n: number): readonly AllowedAction[] =>
  allowedActions(state, actor).filter(
    // Rarely, or no case would live long.
    ({ kind }) => n % 6 === 0 || (kind !== 'closeCase' && kind !== 'withdrawConsent'),
  );

/** What most people do most of the time: confirm and send, answer what was sent, go on. */
const sensible = (state: CaseState, pool: readonly Actor[], one: Step): Choice | undefined => {
  const { choice, n } = one;
  const [coordinator] = pool.filter(({ role }) => role === 'coordinator');
  const asked = state.referrals.length === 0 ? undefined : pick(state.referrals, n >> 2).to;
  const opens = choice % 3 === 0 && state.referrals.length < 2;
  const recipient = choice % 3 === 1 && asked !== undefined;
  const actor = (opens && coordinator) || (recipient ? officer(asked) : pick(pool, one.actor));
  const all = mayGive(state, actor, n);
  const wanted = all.filter(
    ({ kind }) =>
      (opens && (kind === 'confirmVerdict' || kind === 'sendReferral')) ||
      (recipient && permissions[kind].by[0] === 'recipient'),
  );
  const actions = wanted.length > 0 ? wanted : all;
  return actions.length === 0 ? undefined : { referralId: 'R1', ...pick(actions, n), actor };
};

type Next = (state: CaseState, colleague: Actor, pool: readonly Actor[]) => Choice | undefined;

/** What somebody who looks at the case would do: rare by itself, so it is given one time in so many. */
const followUps: readonly { readonly oneIn: number; readonly next: Next }[] = [
  {
    // Its time is over, and somebody tidies up.
    oneIn: 2,
    next: ({ status }, actor) =>
      status === 'closed' ? { actor, kind: 'eraseCase' as const, referralId: 'R1' } : undefined,
  },
  {
    // Of an exchange by law the person is told.
    oneIn: 3,
    next: ({ deadlines, referrals }) => {
      const referralId = deadlines.find(({ kind }) => kind === 'T_INFORM')?.referralId;
      const sent = referrals.find(({ id }) => id === referralId);
      return (
        sent && { actor: officer(sent.from), kind: 'informPerson' as const, referralId: sent.id }
      );
    },
  },
  {
    // A colleague of whoever proposed another outcome decides.
    oneIn: 2,
    next: ({ override }, actor) =>
      override && { actor, kind: 'confirmVerdict' as const, referralId: 'R1' },
  },
  {
    // Some clicks were an accident.
    oneIn: 4,
    next: ({ undoable }, _colleague, pool) => {
      const actor = pool.find(({ userId }) => userId === undoable?.by);
      return actor && { actor, kind: 'undoLast' as const, referralId: 'R1' };
    },
  },
  {
    // Who withdrew a consent may give another: then what had stopped goes on.
    oneIn: 3,
    next: ({ referrals, consentSuspended }, actor) => {
      const referralId = referrals.find(({ suspended }) => suspended === true)?.id;
      const kind = consentSuspended ? ('recordConsent' as const) : ('resumeReferral' as const);
      return referralId === undefined ? undefined : { actor, kind, referralId };
    },
  },
];

/** Nobody plays for five years: a closed case is met again when its time is over. */
const later = (state: CaseState | undefined, now: string, { n }: Step): string =>
  state?.status === 'closed' && state.keepUntil !== undefined && n % 3 === 0
    ? [now, localInstant(addDays(state.keepUntil, 1), '09:00')].sort().at(-1)!
    : now;

const followUp = (state: CaseState, pool: readonly Actor[], { choice }: Step) => {
  const colleague = pool.find(({ userId }) => userId === 'colleague') ?? engine;
  return followUps
    .filter(({ oneIn }) => choice % oneIn === 0)
    .map(({ next }) => next(state, colleague, pool))
    .find((found) => found !== undefined);
};

const chosen = (state: CaseState | undefined, pool: readonly Actor[], one: Step): Choice => {
  const actor = pick(pool, one.actor);
  const referralId = `R${String(1 + (one.n % 3))}`;
  if (state === undefined) return { actor, kind: 'registerCase', referralId };
  const expected = followUp(state, pool, one);
  if (expected !== undefined) return expected;
  const any = { actor, kind: pick(commandKinds, one.choice), referralId };
  return one.wild ? any : (sensible(state, pool.slice(0, kinds.length), one) ?? any);
};

/** The rules of the canton and those that follow them: two people decide, and other days count. */
const rulesInTurn = (canton: Canton) => {
  const plain = rulesOf(canton).policy;
  const first = rulesOf(canton, {
    terms: { ...plain.terms, T_RECALL: { BD: 1 }, T_LETTER: { BD: 2 } },
    ladders: { ...plain.ladders, T_RECALL: { L1: 0, L2: 1 }, T_LETTER: { L1: 0, L2: 5 } },
  });
  const { T_CRIT, T_DEC, ...terms } = first.policy.terms;
  const second = rulesOf(canton, {
    version: '2',
    ladders: first.policy.ladders,
    fourEyes: true,
    delegation: { law: 'IVG 54', timeLimited: true },
    declineReasons: ['not_competent'],
    terms: { ...terms, T_CRIT: { BD: 8 }, T_DEC: { BD: 6 }, T_EXPIRY: { BD: 12 } },
    pingPong: { declines: 2, leads: 2, withinDays: 60, meetingBD: 10 },
    nextPartners: { not_competent: ['coo', 'if'] },
  });
  const closedOn = [...first.calendar.closedOn, '2026-02-13', '2026-03-10'];
  return [first, { ...second, calendar: { ...first.calendar, version: 'corrected', closedOn } }];
};

/** Plays the steps on a fresh case and shows each command to `see`; the clocks fire in between. */
export const playRandomly = (canton: Canton, all: readonly Step[], see: (seen: Seen) => void) => {
  const inTurn = deepFreeze(rulesInTurn(canton));
  let rules = pick(inTurn, 0);
  let state: CaseState | undefined;
  let now = '2026-02-02T08:00:00.000Z';
  let count = 0;
  const give = (actor: Actor, body: AnyCommandBody): Outcome => {
    const command = deepFreeze({ commandId: `c${String(++count)}`, caseId, actor, body });
    const ctx = { now, ...rules };
    const outcome = decide(state, command, ctx);
    see({ before: state, command, ctx, outcome });
    if (outcome.ok) state = deepFreeze(outcome.state);
    return outcome;
  };
  const giveAndAdvise = ({ choice }: Step, actor: Actor, body: AnyCommandBody): void => {
    const outcome = give(actor, body);
    if (outcome.ok && needsVerdict(outcome.events, outcome.state))
      give(engine, { kind: 'recordVerdict', verdict: adviceOf(localDate(now), choice) });
  };
  for (const one of all) {
    const until = Date.parse(now) + one.hours * 3_600_000;
    for (;;) {
      const due = state && nextFiring(state.deadlines);
      if (due === undefined || Date.parse(due.at) > until) break;
      now = due.at;
      const { key, level, kind: deadline } = due;
      giveAndAdvise(one, engine, { kind: 'reachDeadline', key, level, deadline });
    }
    now = new Date(Math.max(until, Date.parse(now))).toISOString();
    // New rules come into force now and then; the case takes them up.
    if (state !== undefined && one.n % 23 === 0) {
      rules = pick(inTurn, inTurn.indexOf(rules) + 1);
      giveAndAdvise(one, engine, { kind: 'adoptRules' });
    }
    now = later(state, now, one);
    const { actor, kind, referralId } = chosen(state, poolOf(canton), one);
    const proposed = state?.override?.outcome;
    const seed = { canton, today: localDate(now), n: one.n, referralId, proposed };
    giveAndAdvise(one, actor, bodyFor(kind, seed));
  }
};

export const survivesJson = (value: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
export const isKnownCode = (code: string): boolean => (refusalCodes as string[]).includes(code);
