import { checkExpression } from '../../infra/feel/check';
import { makeExpressions } from '../../infra/feel/expressions';
import { factNames } from '../../infra/feel/fact-names';
import { sampleFacts } from '../../infra/feel/sample-facts';
import { factAt } from '../../domain/criteria/known-facts';

const { evaluate, missing, references } = makeExpressions();
const facts = {
  goal: 'keep_job',
  complexSituation: true,
  registrations: [
    { institution: 'sh', state: 'active', forPlacement: false },
    { institution: 'iv', state: 'planned' },
  ],
  problemAreas: [{ area: 'health' }, { area: 'debt', grade: 'light' }],
};

describe('an expression over what is known of a person', () => {
  it.each<[string, boolean | null, string[]]>([
    ['complexSituation', true, []],
    ['not(complexSituation)', false, []],
    ['unemployed', null, ['unemployed']],
    ['not(unemployed)', null, ['unemployed']],
    ['goal = "keep_job"', true, []],
    ['permit.category = "N"', null, ['permit.category']],
    ['permit.category != "N"', null, ['permit.category']],
    ['unemployed and goal = "stabilisation"', false, []],
    ['unemployed or complexSituation', true, []],
    ['unemployed and complexSituation', null, ['unemployed']],
    ['(unemployed or drawsBenefits) and complexSituation', null, ['unemployed', 'drawsBenefits']],
    ['count(registrations[state = "active"]) >= 1', true, []],
    ['count(registrations[item.state = "active"]) >= 2', false, []],
    ['count(registrations[forPlacement]) = 0', null, ['registrations.forPlacement']],
    ['list contains(registrations.institution, "iv")', true, []],
    ['some r in registrations satisfies r.institution = "sh" and r.state = "active"', true, []],
    ['every r in registrations satisfies r.state = "active"', false, []],
    [
      'some p in problemAreas satisfies p.area = "health" and p.grade = "heavy"',
      null,
      ['problemAreas.grade'],
    ],
    ['some p in problemAreas satisfies p.area = "debt" and p.grade = "heavy"', false, []],
    ['some r in registrations[state = "planned"] satisfies r.institution = "iv"', true, []],
    ['workCapacity.percent between 40 and 60', null, ['workCapacity.percent']],
  ])('%s is %s', (expression, value, absent) => {
    expect([evaluate(expression, facts), missing(expression, facts)]).toEqual([value, absent]);
  });

  it('names the whole list when nothing of it is known', () => {
    expect(missing('some p in problemAreas satisfies p.grade = "heavy"', {})).toEqual([
      'problemAreas',
    ]);
    expect(missing('count(registrations[state = "active"]) > 1', {})).toEqual(['registrations']);
  });

  it('tells which facts it looks at, in order of appearance', () => {
    expect(
      references(
        'residence.canton = "zh" and (some r in registrations satisfies r.state = "active") and goal = "x"',
      ),
    ).toEqual(['residence.canton', 'registrations', 'goal']);
  });

  it('compares dates as dates', () => {
    const expression = 'date(permit.validTo) < date("2026-03-04")';
    expect(evaluate(expression, { permit: { validTo: '2026-02-28' } })).toBe(true);
    expect(evaluate(expression, { permit: { validTo: '2026-03-04' } })).toBe(false);
  });

  it('refuses ten thousand registrations instead of looking at them', () => {
    const registrations = Array.from({ length: 10_000 }, () => ({
      institution: 'sh',
      state: 'active',
    }));
    expect(() =>
      evaluate('count(registrations[state = "active"]) >= 2', { registrations }),
    ).toThrow(/at most 100/);
  });

  it('stays quick on the largest facts a person can have', () => {
    const registrations = Array.from({ length: 50 }, (_, index) => ({
      institution: index % 2 === 0 ? 'sh' : 'iv',
      state: 'closed',
    }));
    const before = performance.now();
    evaluate(
      'some a in registrations satisfies some b in registrations satisfies a.state = "active" and b.state = "active"',
      { registrations },
    );
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('the author of a rule', () => {
  it.each<[string, RegExp]>([
    ['goal = ', /complete FEEL expression/],
    ['goal = "a" goal', /complete FEEL expression/],
    ['some p in problemAreas', /complete FEEL expression/],
    ['count(registrations)', /true or false/],
    ['goal and complexSituation', /true or false/],
    ['workCapacity.percent < registrations', /matching types/],
    ['for x in registrations return x', /no "for"/],
    ['some x in 1..1000000000 satisfies x = goal', /one variable over one list/],
    ['function(x) x', /no own functions/],
    ['today() > date(permit.validTo)', /one of the functions/],
    ['matches(goal, "(a+)+$")', /one of the functions/],
    ['true', /at least one fact/],
    ['1 + 1', /true or false/],
    ['comune.participates', /not "comune.participates"; perhaps commune.participates/],
    ['some r in registrations satisfies r.status = "active"', /not "registrations.status"/],
    ['count(registrations[status = "active"]) > 1', /not "status"/],
    [`goal = "${'x'.repeat(600)}"`, /at most 500 characters/],
  ])('is told what was expected instead of %s', (expression, expected) => {
    expect(
      checkExpression(expression)
        .map((one) => one.expected)
        .join(' '),
    ).toMatch(expected);
  });

  it('is checked against a person of whom everything is known', () => {
    expect([...factNames].filter((name) => factAt(sampleFacts, name) === undefined)).toEqual([]);
  });

  it('may name only known facts as needed', () => {
    expect(checkExpression('complexSituation', ['consent', 'consents'])).toEqual([
      { part: 'needs', expected: expect.stringContaining('not "consents"') },
    ]);
  });
});
