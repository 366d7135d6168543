import * as fc from 'fast-check';
import { decide } from '../../domain/case/decide';
import type { CaseState, ReferralState } from '../../domain/case/state';
import { localDate } from '../../domain/deadlines/dates';
import { allowedActions } from '../../domain/allowed-actions';
import { isOnReferral, permit, relationsOf } from '../../domain/permissions';
import type { Actor, CommandKind } from '../../schemas/index';
import { rulesOf } from '../support/builders';
import { bodyFor, commandKinds } from './random-bodies';
import type { Canton } from './random-plays';
import { canton, caseId, playRandomly, poolOf, steps } from './random-plays';

interface Situation {
  readonly where: Canton;
  readonly state: CaseState;
  readonly now: string;
}

/** What makes a state another one to the table: its status, who leads, the states of its referrals. */
const signature = (where: Canton, state: CaseState): string =>
  [
    where,
    state.status,
    'lead' in state ? state.lead.interim : 'none',
    ...new Set(state.referrals.map(({ status }) => status)),
  ].join();

/** One state of each signature that random cases reach. */
const reachedSituations = (): readonly Situation[] => {
  const found = new Map<string, Situation>();
  fc.assert(
    fc.property(canton, steps, (where, all) => {
      playRandomly(where, all, ({ outcome, ctx }) => {
        if (outcome.ok && outcome.state.referrals.length <= 3)
          found.set(signature(where, outcome.state), { where, state: outcome.state, now: ctx.now });
      });
    }),
    { numRuns: 300, seed: 7, unbiased: true },
  );
  return [...found.values()];
};
const situations = reachedSituations();

interface Asked {
  readonly kind: CommandKind;
  readonly referral?: ReferralState | undefined;
  /** Varies what the command says. */
  readonly n?: number;
}
const askedOf = (state: CaseState): readonly Asked[] =>
  commandKinds
    .filter((kind) => kind !== 'registerCase')
    .flatMap((kind): readonly Asked[] =>
      isOnReferral(kind) ? state.referrals.map((referral) => ({ kind, referral })) : [{ kind }],
    );

const codeOf = ({ where, state, now }: Situation, actor: Actor, { kind, referral, n }: Asked) => {
  const referralId = referral?.id ?? 'R9';
  const body = bodyFor(kind, { canton: where, today: localDate(now), n: n ?? 1, referralId });
  const outcome = decide(
    state,
    { commandId: 'asked', caseId, actor, body },
    { now, ...rulesOfCanton[where] },
  );
  return outcome.ok ? 'yes' : outcome.refusal.code;
};
const rulesOfCanton = { sg: rulesOf('sg'), fr: rulesOf('fr') };

/** Judged by whom a sending is for, and whose deadline it is, which the table can not know. */
const judgesTheSender: readonly CommandKind[] = [
  'changeDeadline',
  'sendReferral',
  'confirmVerdict',
];

const contradictions = (situation: Situation): readonly string[] =>
  poolOf(situation.where).flatMap((actor) =>
    askedOf(situation.state).flatMap((asked) => {
      const table = permit(situation.state, actor, asked);
      return [1, 6].flatMap((n) => {
        const decided = codeOf(situation, actor, { ...asked, n });
        const agrees =
          table === 'yes'
            ? decided !== 'not_permitted' || judgesTheSender.includes(asked.kind)
            : decided === table;
        return agrees ? [] : [`${actor.userId} ${asked.kind}: table ${table}, decided ${decided}`];
      });
    }),
  );

describe('the table of permissions is what is decided', () => {
  test('the situations cover every status that a case and a referral can have', () => {
    const statuses = new Set(situations.map(({ state }) => state.status));
    expect([...statuses].toSorted()).toEqual([
      'admitted',
      'assessment',
      'bilateral',
      'closed',
      'criteria_check',
      'draft',
      'follow_up',
      'in_measures',
      'meeting',
      'not_admitted',
      'plan_agreed',
      'plan_draft',
      'preclarified',
      'registered',
      'returned_info',
    ]);
    const referrals = situations.flatMap(({ state }) => state.referrals.map((one) => one.status));
    expect([...new Set(referrals)].toSorted()).toEqual([
      'aborted',
      'accepted',
      'acknowledged',
      'declined',
      'done',
      'draft',
      'expired',
      'in_progress',
      'info_requested',
      'reported',
      'sent',
      'waiting_for_capacity',
      'withdrawn',
    ]);
  });

  test('for every role, relation, state and command', () => {
    expect(situations.length).toBeGreaterThan(100);
    expect(situations.flatMap(contradictions)).toEqual([]);
  });

  test('an unknown referral is unknown to whoever has a part in the case', () => {
    const [situation] = situations;
    for (const actor of poolOf('sg'))
      for (const kind of commandKinds.filter(isOnReferral))
        expect(codeOf(situation!, actor, { kind })).toBe(
          permit(situation!.state, actor, { kind }) === 'not_found'
            ? 'not_found'
            : 'unknown_referral',
        );
  });

  test('nobody registers a case twice', () => {
    for (const situation of situations)
      for (const actor of poolOf(situation.where))
        expect(codeOf(situation, actor, { kind: 'registerCase' })).toBe('already_registered');
  });
});

describe('who is what on a case', () => {
  const lookers: readonly Actor[] = [
    { userId: 'client', role: 'client' },
    { userId: 'auditor', institutionId: 'sg-rav', role: 'auditor' },
    { userId: 'approver', institutionId: 'sg-rav', role: 'approver' },
    { userId: 'strategic', institutionId: 'sg-coo', role: 'strategic' },
  ];
  test.each(lookers)('$role acts for nobody, even in an institution that takes part', (actor) => {
    for (const { state } of situations) {
      expect(relationsOf(state, actor)).toEqual([]);
      expect(allowedActions(state, actor)).toEqual([]);
    }
  });

  test('an officer of the coordination office coordinates only as coordinator', () => {
    const { state } = situations.find(({ where }) => where === 'sg')!;
    const as = (role: 'officer' | 'coordinator') =>
      relationsOf(state, { userId: 'c', institutionId: 'sg-coo', role });
    expect(as('coordinator')).toContain('coordinator');
    expect(as('officer')).not.toContain('coordinator');
  });

  test('the engine is the engine and nothing else', () => {
    for (const { state } of situations)
      expect(relationsOf(state, { userId: 'engine', role: 'system' })).toEqual(['engine']);
  });
});
