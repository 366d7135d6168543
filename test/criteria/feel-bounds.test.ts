/** How far an expression may go, and what it may say when it goes wrong. */
import { checkExpression } from '../../infra/feel/check';
import { makeExpressions } from '../../infra/feel/expressions';
import { factTypes } from '../../infra/feel/fact-types';
import { InvalidExpression } from '../../infra/feel/invalid-expression';
import { largestFacts } from '../../infra/feel/sample-facts';
import { countSteps, STEP_BUDGET } from '../../infra/feel/steps';
import { factAt } from '../../domain/criteria/known-facts';
import { loadPolicies } from '../../infra/policies';
import { rulesOf } from '../../schemas/index';

const dossier = (entries: number, since = (index: number) => `2026-01-${10 + (index % 2)}`) => ({
  registrations: Array.from({ length: entries }, (_, index) => ({
    institution: 'sh',
    state: 'active',
    since: since(index),
  })),
});
const pairs =
  'some a in registrations satisfies some b in registrations satisfies a.since < b.since';

describe('the steps of an evaluation', () => {
  it('are one for each look at a comparison, one for each entry in it, and 100 to work one out', () => {
    const { steps } = makeExpressions();
    expect(steps('unemployed', { unemployed: true })).toBe(101);
    expect(steps('unemployed or unemployed', { unemployed: true })).toBe(102);
    expect(steps('count(registrations) > 1', dossier(7))).toBe(1 + 7 + 100);
  });

  it('grow with the square of the list when a rule looks at every pair', () => {
    // The list once and again for each entry, each pair, and the four different pairs of days.
    const expected = (n: number) => 1 + n + 100 + n * (1 + n) + n * n + 400;
    for (const entries of [4, 10, 40])
      expect(makeExpressions().steps(pairs, dossier(entries))).toBe(expected(entries));
  });

  it('are the same however often the rule was asked before', () => {
    const { steps, evaluate } = makeExpressions();
    const cold = steps(pairs, dossier(20));
    evaluate(pairs, dossier(20));
    expect(steps(pairs, dossier(20))).toBe(cold);
  });

  it('end with a refusal that names the limit, the first time and every time', () => {
    const { evaluate } = makeExpressions();
    const days = dossier(50, (index) => `2026-01-${10 + (index % 19)}`);
    for (let time = 0; time < 2; time += 1)
      expect(() => evaluate(pairs, days)).toThrow(`at most ${STEP_BUDGET} steps`);
  });

  it('stop at the very step that is one too many', () => {
    const counter = countSteps(3);
    counter.look('a', [1]);
    counter.look('a', [[1]]);
    expect(counter.taken()).toBe(3);
    expect(() => counter.look('a', [1])).toThrow(InvalidExpression);
  });

  it('leave every rule of every canton well below the limit on the largest dossier', () => {
    const { steps } = makeExpressions();
    const taken = loadPolicies().flatMap((policy) =>
      rulesOf(policy).map(({ when }) =>
        steps(when, { ...largestFacts, parameters: policy.parameters }),
      ),
    );
    expect(taken.length).toBeGreaterThan(50);
    expect(Math.max(...taken)).toBeLessThan(STEP_BUDGET * 0.7);
  });

  it('are counted at the desk on lists as long as a dossier may have them', () => {
    for (const [name, { list, longest }] of factTypes)
      if (list && name !== 'consent.fieldGroups')
        expect(factAt(largestFacts, name)).toHaveLength(longest);
    expect(checkExpression(pairs)).toEqual([
      { part: 'when', expected: expect.stringContaining(`at most ${STEP_BUDGET} steps`) },
    ]);
  });
});

describe('what an expression is made of', () => {
  it.each<[string, RegExp]>([
    ['if unemployed then true else false', /no "if"/],
    ['for r in registrations return r.state = "active"', /no "for"/],
    ['{ a: 1 }.a = workCapacity.percent', /no \{ … \} objects/],
    ['goal instance of string', /no "instance of"/],
    ['goal = null', /no "null"/],
    ['permit.validTo < @"2026-01-01"', /instead of @/],
    ['unemployed // and so on', /no comment/],
    ['unemployed /* and so on */', /no comment/],
    ['workCapacity.percent ** 99 > 1', /no powers/],
    ['duration("P1D") = goal', /one of the functions/],
    ['date and time(permit.validTo) = goal', /one of the functions/],
    ['now() = goal', /one of the functions/],
    ['max(list: workCapacity.percent) = 1', /without names/],
    ['(function(x) x)(goal) = "keep_job"', /no own functions|one of the functions/],
    ['count(registrations[state = "active"][institution = "iv"]) > 1', /one condition/],
    ['count(registrations[count(registrations[state = "active"]) > 1]) > 1', /one condition/],
    [
      'some a in registrations satisfies some b in registrations satisfies some c in registrations satisfies a.state = c.state',
      /at most two list conditions/,
    ],
    ['workCapacity.percent = $', /complete FEEL/],
  ])('is checked: %s', (expression, expected) => {
    expect(
      checkExpression(expression)
        .map((one) => one.expected)
        .join(),
    ).toMatch(expected);
  });

  it('holds out against brackets without end', () => {
    for (const when of ['('.repeat(499), `${'('.repeat(240)}unemployed${')'.repeat(240)}`])
      expect(() => checkExpression(when)).not.toThrow();
  });
});

describe('what is known of a person', () => {
  const canary = 'CANARY-7f3a';
  const facts = {
    goal: canary,
    permit: { category: canary, validTo: canary },
    workCapacity: { percent: canary },
    registrations: [{ institution: canary, state: canary }],
  };

  it.each([
    'date(permit.validTo) < date("2026-01-01")',
    'goal + 1 > 2',
    'workCapacity.percent < registrations',
    'workCapacity.percent between 1 and goal',
    'count(goal) = "x"',
    'goal',
    'starts with(registrations, goal)',
  ])('never stands in the error of %s', (expression) => {
    const { evaluate } = makeExpressions();
    let thrown: unknown;
    try {
      evaluate(expression, facts);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InvalidExpression);
    const { message, stack, expected, cause } = thrown as InvalidExpression;
    expect([message, stack, expected, String(cause)].join()).not.toContain(canary);
  });
});
