import fc from 'fast-check';
import { evaluate, successOf } from '../../domain/criteria/evaluate';
import { applyChanges, whatWouldHelp } from '../../domain/criteria/help';
import type { Change } from '../../domain/criteria/help';
import { leversOf } from '../../domain/criteria/levers';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { Facts } from '../../schemas/index';
import type { PolicyDocument } from '../../schemas/index';
import { runs } from '../support/runs';
import { factSets, policyNamed } from './criteria-fixtures';
import { deepFreeze } from './random-plays';

const expressions = makeExpressions();
const sg = policyNamed('SG-regelstruktur');
const zh = policyNamed('ZH-netzwerk');

const codeOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).join(' ') : String(value);
/** The sets as a person reads them: `registrations sh active + consent.status given`. */
const helpFor = (policy: PolicyDocument, facts: Facts): string[] =>
  whatWouldHelp(policy, facts, expressions).sets.map((set) =>
    set.map(({ fact, value }) => `${fact} ${codeOf(value)}`).join(' + '),
  );
const outcomeAfter = (policy: PolicyDocument, facts: Facts, changes: readonly Change[]): string =>
  evaluate(policy, applyChanges(facts, changes), expressions).outcome;

const oneOf = <T>(...values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const listOf = <T>(entry: fc.Arbitrary<T>) =>
  fc.option(fc.array(entry, { maxLength: 4 }), { nil: undefined });

const drawnFacts = fc
  .record({
    residence: oneOf({ canton: 'zh' }, { canton: 'sg' }),
    permit: oneOf({ category: 'N' }, { category: 'F' }),
    goal: oneOf('sustainable_integration_primary_market', 'keep_job', 'benefit_dispute'),
    registrations: listOf(
      fc.record({
        institution: fc.constantFrom('rav', 'sh', 'iv'),
        state: fc.constantFrom('active', 'planned', 'closed'),
        forPlacement: oneOf(true, false),
      }),
    ),
    problemAreas: listOf(
      fc.record({
        area: fc.constantFrom('health', 'labour_market', 'debt'),
        grade: oneOf('light', 'heavy', 'unclear'),
      }),
    ),
    complexSituation: oneOf(true, false),
    competenceUnclear: oneOf(true, false),
    clientOverwhelmed: oneOf(true, false),
    willingToCooperate: oneOf(true, false),
    unemployed: oneOf(true, false),
    integrationPotential: oneOf('real', 'uncertain', 'none'),
    ivStatus: oneOf('none', 'full_pension'),
    preclarification: oneOf({ done: true }, { done: false }),
    powerOfAttorney: oneOf({ signed: true }, { signed: false }),
    commune: oneOf({ participates: true }, { participates: false }, { mandatedRAV: false }),
    consent: oneOf({ status: 'given' }, { status: 'not_asked' }, { status: 'refused' }),
  })
  // Through JSON, because a fact that is absent and one that is `undefined` are not the same.
  .map((drawn) => Facts.parse(JSON.parse(JSON.stringify(drawn))));
/** Some of a person of the fixtures, of whom the office knows something else than it says there. */
const persons = fc
  .tuple(
    fc.constantFrom<Facts>({}, ...Object.values(factSets)),
    drawnFacts,
    fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
  )
  .map(([base, drawn, chosen]): Facts => {
    const other = Object.entries(drawn).filter((_, index) => chosen[index] === 0);
    return deepFreeze(structuredClone({ ...base, ...Object.fromEntries(other) }));
  });
const policies = fc.constantFrom(...loadPolicies());

/** Every part of a set that leaves something out, the empty one included. */
const partsOf = (set: readonly Change[]): Change[][] =>
  Array.from({ length: 2 ** set.length - 1 }, (_, mask) =>
    set.filter((__, index) => (mask & (1 << index)) !== 0),
  );

type Sets = ReturnType<typeof whatWouldHelp>['sets'];
const always = (
  often: number,
  check: (policy: PolicyDocument, facts: Facts, sets: Sets) => void,
): void => {
  const property = fc.property(policies, persons, (policy, facts) =>
    check(policy, facts, whatWouldHelp(policy, facts, expressions).sets),
  );
  // However few the runs, some persons are among them whom something would help.
  const examples: [PolicyDocument, Facts][] = [
    [sg, factSets.A],
    [policyNamed('SZ-koordinator'), factSets.F],
  ];
  fc.assert(property, { numRuns: runs(often), examples });
};

describe('whatever is known of a person who is not admitted', () => {
  it('each set that is proposed is enough, and no part of it would be', () => {
    let proposed = 0;
    always(400, (policy, facts, sets) => {
      proposed += sets.length;
      for (const set of sets) {
        expect(outcomeAfter(policy, facts, set)).toBe(successOf(policy));
        for (const part of partsOf(set))
          expect(outcomeAfter(policy, facts, part)).not.toBe(successOf(policy));
      }
    });
    expect(proposed).toBeGreaterThan(0);
  });

  it('a single change that would be enough is never held back', () => {
    always(200, (policy, facts, sets) => {
      const enough = leversOf(policy, facts, expressions).filter(
        (lever) => outcomeAfter(policy, facts, [lever]) === successOf(policy),
      );
      const admitted = outcomeAfter(policy, facts, []) === successOf(policy);
      expect(sets.some((set) => set.length === 1)).toBe(enough.length > 0 && !admitted);
    });
  });

  it('the sets are few, small, ordered, and the same when asked again', () => {
    always(100, (policy, facts, sets) => {
      expect(sets.length).toBeLessThanOrEqual(12);
      expect(sets.filter(({ length }) => length < 1 || length > 3)).toEqual([]);
      const keys = sets.map((set) => [set.length, ...set.map(({ fact }) => fact)].join(' '));
      expect(keys).toEqual([...keys].sort());
      expect(whatWouldHelp(policy, structuredClone(facts), expressions)).toEqual({ sets });
    });
  });

  it('an office gets facts that it could have recorded, and its own stay as they are', () => {
    always(100, (_, facts, sets) => {
      const before = structuredClone(facts);
      for (const set of sets) {
        const after = applyChanges(facts, deepFreeze(structuredClone(set)));
        expect(Facts.parse(after)).toEqual(after);
        expect(after).not.toEqual(facts);
      }
      expect(facts).toEqual(before);
    });
  });

  it('nobody is advised to move, to lose the job or a pension, or to be worse off on paper', () => {
    const never = ['residence', 'permit', 'refugeeFlag', 'person'];
    const onlyUnknown = [
      'complexSituation',
      'competenceUnclear',
      'clientOverwhelmed',
      'unemployed',
    ];
    always(100, (policy, facts) => {
      for (const { fact, value } of leversOf(policy, facts, expressions)) {
        expect(never).not.toContain(fact.split('.')[0]);
        if (onlyUnknown.includes(fact)) expect(Object.keys(facts)).not.toContain(fact);
        if (fact === 'ivStatus') expect(facts.ivStatus).not.toBe('full_pension');
        if (fact !== 'problemAreas' || facts.problemAreas === undefined) continue;
        const { area } = value as { area: string };
        const grades = facts.problemAreas.filter((one) => one.area === area);
        expect(grades.some(({ grade }) => grade === undefined || grade === 'unclear')).toBe(true);
      }
    });
  });
});

const { A, B, C, D, E, F } = factSets;

describe('what would help in St. Gallen', () => {
  const join = (...kinds: string[]): string[] =>
    kinds.map((kind) => `registrations ${kind} active`);
  const integration = 'goal sustainable_integration_primary_market';
  const { goal: _, ...notAsked } = A;
  const pension = { integrationPotential: 'none', ivStatus: 'full_pension' } as const;
  const potential = ['integrationPotential real', 'integrationPotential uncertain'];
  const others = join('sh', 'iv', 'if', 'suva', 'bslb');
  it.each<[string, Facts, string[]]>([
    ['A, at one institution', A, others],
    ['A, whom nobody asked for a goal', notAsked, others.map((one) => `${integration} + ${one}`)],
    ['B, who is admitted', B, []],
    ['B, who only has a dispute', { ...B, goal: 'benefit_dispute' }, [integration]],
    ['B, with a full pension and no potential', { ...B, ...pension }, potential],
    ['B, who lives elsewhere', { ...B, residence: { canton: 'tg' } }, []],
    ['B, in an open asylum procedure', { ...B, permit: { category: 'N' } }, []],
    ['C, whose second is only planned', C, join('rav', 'iv', 'if', 'suva', 'bslb')],
    ['D, who is admitted', D, []],
    ['E, whose only problem is known to be language', E, []],
    ['F, who is admitted', F, []],
  ])('for person %s', (__, facts, expected) => {
    expect(helpFor(sg, facts)).toEqual(expected);
  });
});

describe('what would help in Zurich', () => {
  const at = { residence: { canton: 'zh' } } as const;
  const inside = { ...at, commune: { participates: true } } as const;
  const outside = { ...at, commune: { participates: false } } as const;
  const { complexSituation: _, ...unseen } = B;
  const [joins, complex] = ['commune.participates true', 'complexSituation true'];
  it.each<[string, Facts, string[]]>([
    ['A, known not to be complex', { ...A, ...at }, []],
    ['B, who is admitted', { ...B, ...inside }, []],
    ['B, whose commune is not known', { ...B, ...at }, [joins]],
    ['B, whose commune stays outside', { ...B, ...outside }, [joins]],
    ['B, into whose situation nobody looked', { ...unseen, ...inside }, [complex]],
    ['B, of whom neither is known', { ...unseen, ...at }, [`${joins} + ${complex}`]],
    ['E, known not to be complex', { ...E, ...inside }, []],
    ['F, who is admitted', { ...F, ...at }, []],
    ['F, who lives elsewhere', { ...F, residence: { canton: 'tg' } }, []],
  ])('for person %s', (__, facts, expected) => {
    expect(helpFor(zh, facts)).toEqual(expected);
  });
});

describe('what would help elsewhere', () => {
  const consents = 'consent.status given';
  const places = 'registrations iv active true';
  const mandated = 'commune.mandatedRAV true + registrations sh active';
  it.each<[string, string, Facts, string[]]>([
    ['A in Fribourg, whose debts are light', 'FR-tri', A, []],
    ['D in Fribourg', 'FR-tri', D, [consents]],
    ['F in Fribourg', 'FR-tri', F, [`${consents} + problemAreas health heavy`]],
    ['F in Schwyz, where a refusal excludes', 'SZ-koordinator', F, [consents]],
    ['A in Aargau', 'AG-kooperation', A, [places, mandated]],
  ])('for person %s', (_, policyId, ...[facts, expected]) => {
    expect(helpFor(policyNamed(policyId), facts)).toEqual(expected);
  });
});

describe('the facts of a person after a change', () => {
  const after = (before: Facts, fact: string, value: unknown): Facts =>
    applyChanges(deepFreeze(before), [{ fact, value }]);
  const iv = (state: 'active' | 'planned' | 'closed') => ({ institution: 'iv', state }) as const;

  it('who consents keeps the recipients already named, and opens nothing where none are', () => {
    const named: Facts['consent'] = { status: 'given', recipients: ['rav'], fieldGroups: ['plan'] };
    const unsigned: Facts = { consent: { ...named, status: 'unsigned' } };
    expect(after(unsigned, 'consent.status', 'given')).toEqual({ consent: named });
    const closed = { status: 'given', recipients: [], fieldGroups: [] };
    expect(after({}, 'consent.status', 'given')).toEqual({ consent: closed });
  });

  it('whose planned registration becomes active has it once, with its date', () => {
    const since = '2026-01-01';
    const planned: Facts = { registrations: [{ ...iv('planned'), since }] };
    const registrations = [{ ...iv('active'), since }];
    expect(after(planned, 'registrations', iv('active'))).toEqual({ registrations });
  });

  it('who comes back keeps the closed registration as history', () => {
    const registrations = [iv('closed'), iv('active')];
    const left: Facts = { registrations: [iv('closed')] };
    expect(after(left, 'registrations', iv('active'))).toEqual({ registrations });
  });

  it('whose problem turns out heavy has it once', () => {
    const debt = { area: 'debt', grade: 'light' } as const;
    const health = { area: 'health', grade: 'heavy' } as const;
    const open: Facts = { problemAreas: [debt, { area: 'health' }] };
    expect(after(open, 'problemAreas', health)).toEqual({ problemAreas: [debt, health] });
  });

  it('whose commune joins keeps what else is known of it', () => {
    const commune = { mandatedRAV: false, participates: true };
    const outside: Facts = { commune: { mandatedRAV: false } };
    expect(after(outside, 'commune.participates', true)).toEqual({ commune });
  });
});
