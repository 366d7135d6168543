import * as fc from 'fast-check';
import { allowedActions } from '../../domain/allowed-actions';
import { decide } from '../../domain/case/decide';
import type { CaseState, ReferralState } from '../../domain/case/state';
import { isFrozen } from '../../domain/case/ping-pong';
import type { Context } from '../../domain/deadlines/deadline';
import { addDays, localDate, localInstant } from '../../domain/deadlines/dates';
import { isOnReferral, permissions } from '../../domain/permissions';
import type { Situation } from '../../domain/possible';
import { choices, neededFields, takesCode } from '../../domain/possible';
import type { Actor, AnyCommandBody, CommandKind, RefusalCode } from '../../schemas/index';
import { CaseStatus, VerdictOutcome } from '../../schemas/index';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';
import { bodyFor, commandKinds } from './random-bodies';
import type { Canton } from './random-plays';
import { canton, caseId, playRandomly, poolOf, steps } from './random-plays';

interface Found {
  readonly where: Canton;
  readonly state: CaseState;
  readonly ctx: Context;
}

/** What makes a situation another one: statuses, flags, and which clocks run. */
const signature = (where: Canton, state: CaseState): string =>
  [
    where,
    state.status,
    'lead' in state && state.lead.interim,
    'outcome' in state && state.outcome,
    ...(
      ['acknowledged', 'confirmed', 'paused', 'delegation', 'leadConflict', 'mergeWith'] as const
    ).map((flag) => state[flag] === undefined || state[flag] === false),
    [state.verdict, state.override].map((advice) => advice?.outcome),
    isFrozen(state),
    state.undoable === undefined,
    [...new Set(state.deadlines.map(({ kind }) => kind))].toSorted(),
    [...new Set(state.referrals.map((one) => `${one.status}${String(one.suspended)}`))],
    state.plan?.goals.some((goal) => goal.state === 'open'),
  ].join();

const flags = [
  'acknowledged', 'confirmed', 'paused', 'delegation', 'leadConflict', 'mergeWith', 'override', 'urgent',
  'dormant', 'consentSuspended', 'leavingTo', 'undoable', 'pingPong', 'restricted', 'assessedBy',
] as const; // prettier-ignore

/** What a situation shows: every one of these is to be looked at, more than once. */
const featuresOf = (state: CaseState, { now }: Context): readonly string[] => [
  state.status,
  ...flags.filter((flag) => state[flag] !== undefined && state[flag] !== false),
  ...state.referrals.map(({ status, suspended }) => `${status} ${String(suspended)}`),
  ...state.deadlines.map(({ kind }) => kind),
  ...('outcome' in state ? [state.outcome] : []),
  ...('erasedAt' in state ? ['erased'] : []),
  ...('keepUntil' in state && state.keepUntil < localDate(now) ? ['kept no longer'] : []),
];

/** So often each feature is looked at, at least where random cases reach it so often. */
const often = 3;
const most = 150;

/** Closed cases once more, on the day on which they are kept no longer. */
const ended = (all: readonly Found[]): readonly Found[] =>
  all
    .flatMap(({ where, state, ctx }): Found[] =>
      'keepUntil' in state && !('erasedAt' in state)
        ? [
            {
              where,
              state,
              ctx: { ...ctx, now: localInstant(addDays(state.keepUntil, 1), '09:00') },
            },
          ]
        : [],
    )
    .slice(0, often);

/** Situations that random cases reach, the same ones every time; each shows something of its own. */
const reachedSituations = (): readonly Found[] => {
  const found = new Map<string, Found>();
  fc.assert(
    fc.property(canton, steps, (where, all) => {
      playRandomly(where, all, ({ outcome, ctx }) => {
        if (outcome.ok && outcome.state.referrals.length <= 3)
          found.set(signature(where, outcome.state), { where, state: outcome.state, ctx });
      });
    }),
    { numRuns: 1_200, seed: 11, unbiased: true },
  );
  const seen = new Map<string, number>();
  return [...ended([...found.values()]), ...found.values()]
    .filter(({ state, ctx }) => {
      const features = featuresOf(state, ctx);
      const isNew = features.some((one) => (seen.get(one) ?? 0) < often);
      if (isNew) for (const one of features) seen.set(one, (seen.get(one) ?? 0) + 1);
      return isNew;
    })
    .slice(0, most);
};
const situations = reachedSituations();

interface Asked {
  readonly kind: CommandKind;
  readonly referral?: ReferralState | undefined;
}
const askedOf = (state: CaseState): readonly Asked[] =>
  commandKinds
    .filter(
      (kind) => kind !== 'registerCase' && permissions[kind].by.some((one) => one !== 'engine'),
    )
    .flatMap((kind): readonly Asked[] =>
      isOnReferral(kind) ? state.referrals.map((referral) => ({ kind, referral })) : [{ kind }],
    );

/** Refusals that nothing in the command could mend. */
const hopeless: readonly RefusalCode[] = [
  'not_found',
  'not_permitted',
  'not_allowed_in_this_state',
  'case_paused',
  'nothing_to_undo',
  'too_late_to_undo',
  'referrals_still_open',
  'too_many_referrals',
  'meeting_first',
  'erased',
  'legal_hold',
  'retention_runs',
];

const outcomesFor = (situation: Situation): object[] =>
  VerdictOutcome.options
    .filter((code) => takesCode('confirmVerdict.outcome', code, situation))
    .map((outcome) => ({ outcome, reason: 'hardship', referrals: [] }));

/** What somebody says who has read what this case offers. */
const sensible = (kind: CommandKind, situation: Situation, today: string): object[] => {
  const { state } = situation;
  const chosen = (field: string): readonly string[] => choices[field]!(situation);
  const all: Partial<Record<CommandKind, () => object[]>> = {
    confirmVerdict: () => outcomesFor(situation),
    assignLead: () =>
      [state.registeredBy, `${state.canton}-coo`].map((institutionId) => ({ institutionId })),
    changeDeadline: () =>
      chosen('changeDeadline.key').map((key) => ({
        key,
        dueOn: addDays(today, 20),
        reason: 'wrong_date',
      })),
    closeGoal: () =>
      chosen('closeGoal.number').map((number) => ({ number: Number(number), state: 'dropped' })),
    closeCase: () => ['deceased', 'dropout', 'consent_withdrawn'].map((outcome) => ({ outcome })),
    flagUrgent: () => ['violence', 'self_harm'].map((risk) => ({ risk })),
    preclarifyCase: () => [{ goesOn: false }],
    moveCanton: () => ['be', 'vd'].map((to) => ({ to })),
  };
  return all[kind]?.() ?? [];
};

/** Well-formed bodies of a kind: sensible ones, and what chance says. */
const bodiesFor = ({ where, state, ctx }: Found, actor: Actor, asked: Asked): AnyCommandBody[] => {
  const { kind, referral } = asked;
  const today = localDate(ctx.now);
  const seed = {
    canton: where,
    today,
    referralId: referral?.id ?? 'R9',
    proposed: state.override?.outcome,
  };
  const own = sensible(kind, { state, actor, referral }, today);
  return [
    ...own.map((one) => ({ kind, ...one }) as AnyCommandBody),
    ...[0, 1, 2, 3, 5, 12, 20].map((n) => bodyFor(kind, { ...seed, n })),
  ];
};

/** Every command that some situation took. */
const takenKinds = new Set<CommandKind>();

const codesOf = (found: Found, actor: Actor, asked: Asked): readonly (RefusalCode | 'yes')[] =>
  bodiesFor(found, actor, asked).map((body) => {
    const outcome = decide(found.state, { commandId: 'asked', caseId, actor, body }, found.ctx);
    if (outcome.ok) takenKinds.add(asked.kind);
    return outcome.ok ? 'yes' : outcome.refusal.code;
  });

const peopleOf = (where: Canton): readonly Actor[] =>
  poolOf(where).filter(({ role }) => role !== 'system');

const differences = (found: Found): readonly string[] =>
  // The engine is offered nothing: it acts when a clock says so.
  peopleOf(found.where).flatMap((actor) => {
    const today = { now: found.ctx.now, policy: found.ctx.policy };
    const offered = new Set(
      allowedActions(found.state, actor, today).map(
        ({ kind, referralId = '' }) => `${kind} ${referralId}`,
      ),
    );
    return askedOf(found.state).flatMap((asked) => {
      const name = `${asked.kind} ${asked.referral?.id ?? ''}`;
      const codes = codesOf(found, actor, asked);
      const taken = codes.some((code) => code === 'yes' || !hopeless.includes(code));
      const fits = offered.has(name) ? taken : !codes.includes('yes');
      const seen = [...new Set(codes)].join(' ');
      return fits ? [] : [`${actor.userId} ${name} ${found.state.status}: ${seen}`];
    });
  });

describe('what a person is offered is what the case takes', () => {
  test('for every role, relation, status of case and referral, and command: no difference', () => {
    expect(situations.length).toBeGreaterThan(40);
    expect([...new Set(situations.flatMap(differences))]).toEqual([]);
    // Nothing was left out: every status was looked at, and every command was taken somewhere.
    const statuses = new Set(situations.map(({ state }) => state.status));
    expect(CaseStatus.options.filter((status) => !statuses.has(status))).toEqual([]);
    const asked = commandKinds.filter(
      (kind) => kind !== 'registerCase' && permissions[kind].by.some((one) => one !== 'engine'),
    );
    expect(asked.filter((kind) => !takenKinds.has(kind))).toEqual([]);
  }, 240_000);

  test('the engine and whoever has no part in a case are offered nothing', () => {
    for (const { state } of situations) {
      expect(allowedActions(state, engine)).toEqual([]);
      expect(allowedActions(state, { userId: 'client', role: 'client' })).toEqual([]);
    }
  });
});

describe('the officer who sees a verdict that stands as it is', () => {
  const returned = (): CaseState =>
    new Play(rulesOf('sg'))
      .registered('sg-rav')
      .do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['consent']) })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] }).state!;

  test('must name another outcome with a reason, and is not offered the one that stands', () => {
    const situation = { state: returned(), actor: officer('sg-rav') };
    expect(situation.state.status).toBe('returned_info');
    expect(neededFields('confirmVerdict', situation)).toEqual(['outcome', 'reason']);
    expect(takesCode('confirmVerdict.outcome', 'deferred', situation)).toBe(false);
    expect(takesCode('confirmVerdict.outcome', 'admitted', situation)).toBe(true);
  });

  test('need say nothing more as long as the advice can be confirmed', () => {
    const { state } = new Play(rulesOf('sg'))
      .registered('sg-rav')
      .do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
    const situation = { state: state!, actor: officer('sg-rav') };
    expect(neededFields('confirmVerdict', situation)).toEqual([]);
  });
});

describe('the disability insurance that declines', () => {
  test('is offered the reasons in use in the canton only', () => {
    const { policy } = rulesOf('sg', { declineReasons: ['not_competent'] });
    const play = new Play(rulesOf('sg')).admitted('sg-rav');
    const situation = {
      state: play.state!,
      actor: officer('sg-iv'),
      today: { now: play.now, policy },
    };
    expect(takesCode('declineReferral.reason', 'not_competent', situation)).toBe(true);
    expect(takesCode('declineReferral.reason', 'duplicate', situation)).toBe(false);
  });
});
