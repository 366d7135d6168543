/** Random cases for the laws: any actor gives any command at any time, and the engine keeps its clocks. */
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../domain/case/decide';
import { decide } from '../../domain/case/decide';
import { needsVerdict } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { nextFiring } from '../../domain/deadlines/deadline';
import type { Context } from '../../domain/deadlines/deadline';
import { addDays, localDate } from '../../domain/deadlines/dates';
import type { AllowedAction } from '../../domain/permissions';
import { allowedActions, permissions } from '../../domain/permissions';
import type { Actor, AnyCommandBody, Command, CommandKind, Consent } from '../../schemas/index';
import { refusalCodes } from '../../schemas/index';
import { engine, fullConsent, officer, rulesOf, verdict } from '../support/builders';

export type Canton = 'sg' | 'fr';
export const caseId = '00000000-0000-4000-8000-000000000007';
const kinds = ['rav', 'sh', 'iv', 'if', 'bslb', 'coo'] as const;
const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!;
const idOf = (canton: Canton, n: number): string => `${canton}-${pick(kinds, n)}`;

/** Officers of six institutions, a coordinator among them, and people with other roles. */
export const poolOf = (canton: Canton): readonly Actor[] => [
  ...kinds.map((kind) => officer(`${canton}-${kind}`)),
  { userId: 'contact', institutionId: `${canton}-iv`, role: 'contact' },
  { userId: 'auditor', institutionId: `${canton}-sh`, role: 'auditor' },
  { userId: 'strategic', institutionId: `${canton}-rav`, role: 'strategic' },
  { userId: 'neighbour', institutionId: 'zh-coo', role: 'coordinator' },
  { userId: 'client', role: 'client' },
  engine,
];

const consents: readonly Consent[] = [
  fullConsent,
  fullConsent,
  { ...fullConsent, recipients: ['iv', 'rav'], fieldGroups: ['identity', 'skills'] },
  { ...fullConsent, expiresOn: '2026-03-15' },
  { status: 'refused', recipients: [], fieldGroups: [] },
];
const outcomes = ['admitted', 'admitted', 'admitted', 'bilateral', 'not_admitted', 'returned_info'];
type Outcomes = 'admitted' | 'bilateral' | 'not_admitted' | 'returned_info';
const adviceOf = (n: number) => {
  const outcome = pick(outcomes, n) as Outcomes;
  return verdict(outcome, outcome === 'returned_info' ? ['consent'] : []);
};

interface Seed {
  readonly canton: Canton;
  readonly today: string;
  readonly n: number;
  readonly referralId: string;
}
type Make = { readonly [K in CommandKind]: (seed: Seed) => object };

const facts = ({ n }: Seed) => ({
  dossierRef: '00000000-0000-4000-8000-0000000000bb',
  fields: ['workCapacity'],
  ...(n % 3 === 0 ? { consent: pick(consents, n) } : {}),
  employable: n % 2 === 0,
});
const soon = ({ today, n }: Seed, width: number): string => addDays(today, (n % width) - 1);
const onReferral = ({ referralId }: Seed) => ({ referralId });
const empty = () => ({});

const make: Make = {
  registerCase: ({ canton, n }) => ({
    canton,
    dossierRef: '00000000-0000-4000-8000-0000000000aa',
    consent: pick(consents, n >> 2),
    personDrawsBenefits: n % 3 > 0,
    employable: n % 2 === 0,
    protectedPermit: n % 5 > 1,
  }),
  recordVerdict: ({ n }) => ({ verdict: adviceOf(n) }),
  reachDeadline: ({ n }) => ({ key: 'T_DEC:R1', level: n % 2 ? 'L1' : 'L2', deadline: 'T_DEC' }),
  acknowledgeRegistration: empty,
  supplyInformation: facts,
  updateFacts: facts,
  confirmVerdict: ({ canton, n }) => ({
    ...(n % 4 === 0 ? { outcome: pick(['admitted', 'bilateral', 'not_admitted'], n >> 2) } : {}),
    ...(n % 3 === 0 ? { reason: 'hardship' } : {}),
    referrals: n % 5 === 0 ? [{ to: idOf(canton, n >> 3), purpose: 'coaching' }] : [],
  }),
  sendReferral: ({ canton, n }) => ({
    to: n % 29 === 0 ? `${canton}-mig` : idOf(canton, n),
    purpose: 'coaching',
    reciprocity: n % 3 > 0,
    ...(n % 7 === 0 ? { from: idOf(canton, n >> 3) } : {}),
  }),
  assignLead: ({ canton, n }) => ({ institutionId: idOf(canton, n) }),
  informPerson: onReferral,
  recordConsent: ({ n }) => ({ consent: pick(consents, n) }),
  withdrawConsent: empty,
  scheduleMeeting: (seed) => ({
    meetingOn: addDays(seed.today, 5 + (seed.n % 40)),
    minutes: 90,
    invite: [idOf(seed.canton, seed.n)],
  }),
  holdMeeting: empty,
  agreePlan: (seed) => ({
    goals: [{ goal: 'work', responsible: idOf(seed.canton, seed.n), dueOn: soon(seed, 90) }],
  }),
  approveCosts: ({ canton, n }) => ({ payer: idOf(canton, n), capChf: 1000 }),
  startMeasure: empty,
  recordFollowUp: ({ n }) => ({ goals: n % 3 ? [] : [{ number: 1, state: 'achieved' }] }),
  recordMilestone: (seed) => ({ milestone: 'employable', on: addDays(soon(seed, 9), -4) }),
  closeGoal: ({ n }) => ({ number: 1 + (n % 2), state: 'dropped' }),
  closeCase: ({ n }) => ({ outcome: pick(['employed_primary', 'dropout', 'deceased'], n) }),
  acknowledgeReferral: onReferral,
  requestInformation: (seed) => ({ ...onReferral(seed), fields: ['permit'] }),
  answerInformation: onReferral,
  acceptReferral: (seed) => ({
    ...onReferral(seed),
    claimsLead: seed.n % 2 === 0,
    ...(seed.n % 3 === 0 ? { reviewOn: soon(seed, 60) } : {}),
  }),
  declineReferral: (seed) => ({
    ...onReferral(seed),
    reason: pick(['not_competent', 'no_capacity_now'], seed.n),
    nextOwner: idOf(seed.canton, seed.n),
    ...(seed.n % 3 === 0 ? {} : { until: soon(seed, 50) }),
  }),
  withdrawReferral: (seed) => ({ ...onReferral(seed), reason: 'solved_otherwise' }),
  startReferral: onReferral,
  requestReport: onReferral,
  reportProgress: (seed) => ({
    ...onReferral(seed),
    ...(seed.n % 2 === 0 ? { reviewOn: soon(seed, 60) } : {}),
  }),
  completeReferral: (seed) => ({ ...onReferral(seed), result: 'achieved' }),
  abortReferral: (seed) => ({ ...onReferral(seed), reason: 'health' }),
};

export const commandKinds = Object.keys(permissions) as CommandKind[];

/** A well-formed body of a kind; `n` varies what is in it. */
export const bodyFor = (kind: CommandKind, seed: Seed): AnyCommandBody =>
  ({ kind, ...make[kind](seed) }) as AnyCommandBody;

export interface Step {
  readonly actor: number;
  /** Any kind at all instead of one that the actor may give. */
  readonly wild: boolean;
  readonly choice: number;
  readonly n: number;
  readonly hours: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, fc.nat(11)),
  wild: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  choice: fc.nat(600),
  n: fc.nat(600),
  hours: fc.constantFrom(0, 0, 1, 5, 11, 24, 72, 96, 24 * 15, 24 * 45),
});

export const canton: fc.Arbitrary<Canton> = fc.constantFrom('sg', 'fr');
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, {
  minLength: 20,
  maxLength: 30,
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

const chosen = (state: CaseState | undefined, pool: readonly Actor[], one: Step): Choice => {
  const actor = pick(pool, one.actor);
  const referralId = `R${String(1 + (one.n % 3))}`;
  if (state === undefined) return { actor, kind: 'registerCase', referralId };
  const any = { actor, kind: pick(commandKinds, one.choice), referralId };
  return one.wild ? any : (sensible(state, pool.slice(0, kinds.length), one) ?? any);
};

/** Plays the steps on a fresh case and shows each command to `see`; the clocks fire in between. */
export const playRandomly = (canton: Canton, all: readonly Step[], see: (seen: Seen) => void) => {
  const rules = deepFreeze(rulesOf(canton));
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
  for (const one of all) {
    const until = Date.parse(now) + one.hours * 3_600_000;
    for (;;) {
      const due = state && nextFiring(state.deadlines);
      if (due === undefined || Date.parse(due.at) > until) break;
      now = due.at;
      const { key, level, kind: deadline } = due;
      give(engine, { kind: 'reachDeadline', key, level, deadline });
    }
    now = new Date(Math.max(until, Date.parse(now))).toISOString();
    const pool = poolOf(canton);
    const { actor, kind, referralId } = chosen(state, pool, one);
    const outcome = give(
      actor,
      bodyFor(kind, { canton, today: localDate(now), n: one.n, referralId }),
    );
    if (outcome.ok && needsVerdict(outcome.events))
      give(engine, { kind: 'recordVerdict', verdict: adviceOf(one.choice) });
  }
};

export const survivesJson = (value: unknown): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
export const isKnownCode = (code: string): boolean => (refusalCodes as string[]).includes(code);
