import * as fc from 'fast-check';
import { allowedActions } from '../../domain/allowed-actions';
import { decide } from '../../domain/case/decide';
import type { CaseState, ReferralState } from '../../domain/case/state';
import { isFrozen } from '../../domain/case/ping-pong';
import type { Context } from '../../domain/deadlines/deadline';
import { addDays, localDate } from '../../domain/deadlines/dates';
import { isOnReferral, permissions } from '../../domain/permissions';
import type { Situation } from '../../domain/possible';
import { choices, neededFields, takesCode } from '../../domain/possible';
import type { Actor, AnyCommandBody, CommandKind, RefusalCode } from '../../schemas/index';
import { VerdictOutcome } from '../../schemas/index';
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

/** Situations that random cases reach, the same ones every time. */
const reachedSituations = (): readonly Found[] => {
  const found = new Map<string, Found>();
  fc.assert(
    fc.property(canton, steps, (where, all) => {
      playRandomly(where, all, ({ outcome, ctx }) => {
        if (outcome.ok && outcome.state.referrals.length <= 3)
          found.set(signature(where, outcome.state), { where, state: outcome.state, ctx });
      });
    }),
    { numRuns: 100, seed: 11, unbiased: true },
  );
  return [...found.values()].filter((_, at) => at % 4 === 0).slice(0, 130);
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

const codesOf = (found: Found, actor: Actor, asked: Asked): readonly (RefusalCode | 'yes')[] =>
  bodiesFor(found, actor, asked).map((body) => {
    const outcome = decide(found.state, { commandId: 'asked', caseId, actor, body }, found.ctx);
    return outcome.ok ? 'yes' : outcome.refusal.code;
  });

const differences = (found: Found): readonly string[] =>
  poolOf(found.where).flatMap((actor) => {
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
    expect(situations.length).toBeGreaterThan(100);
    expect([...new Set(situations.flatMap(differences))]).toEqual([]);
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
