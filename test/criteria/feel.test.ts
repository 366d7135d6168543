import { checkExpression } from '../../infra/feel/check';
import { makeExpressions } from '../../infra/feel/expressions';
import { factNames } from '../../infra/feel/fact-names';
import { largestFacts, sampleFacts } from '../../infra/feel/sample-facts';
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

  it('reads what the canton has set, beside the facts', () => {
    const expression = 'workCapacity.percent >= parameters.work_capacity_min_pct';
    const set = (percent: number) => ({ parameters: { work_capacity_min_pct: percent } });
    expect(evaluate(expression, { ...set(50), workCapacity: { percent: 50 } })).toBe(true);
    expect(evaluate(expression, { ...set(60), workCapacity: { percent: 50 } })).toBe(false);
    expect([evaluate(expression, set(50)), missing(expression, set(50))]).toEqual([
      null,
      ['workCapacity.percent'],
    ]);
    expect(references(expression)).toEqual([
      'workCapacity.percent',
      'parameters.work_capacity_min_pct',
    ]);
  });

  it('is at fault, not unknown, when nobody has set what it reads', () => {
    for (const ask of [evaluate, missing])
      expect(() => ask('unemployed or parameters.include_s', { unemployed: true })).toThrow(
        /a value of parameters.include_s/,
      );
  });

  it('orders levels of a language from none to mastery', () => {
    const enough = (oral: string) =>
      evaluate('language.oral >= parameters.oral_level_min', {
        language: { oral },
        parameters: { oral_level_min: 'A2' },
      });
    expect(['A0', 'A1', 'A2', 'B1', 'C2'].map(enough)).toEqual([false, false, true, true, true]);
  });
});

describe('the author of a rule', () => {
  it.each<[string, RegExp]>([
    ['goal = ', /complete FEEL expression/],
    ['goal = "a" goal', /complete FEEL expression/],
    ['some p in problemAreas', /complete FEEL expression/],
    ['count(registrations)', /true or false/],
    ['goal and complexSituation', /true or false/],
    ['workCapacity.percent < registrations', /not the list registrations/],
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

  it.each<[string, RegExp]>([
    ['permit.category = "X"', /one of CH, C, B, L, F, N, S for permit.category, not "X"/],
    ['"X" = permit.category', /one of CH, C, B.* not "X"/],
    ['permit.category in ("B", "Q")', /one of CH, C, B.* not "Q"/],
    ['permit.category in ["B", "Q"]', /one of CH, C, B.* not "Q"/],
    ['language.oral = "b1"', /one of A0, A1, A2, B1, B2, C1, C2 .* not "b1"/],
    ['language.oral >= "b1"', /one of A0, A1.* not "b1"/],
    ['count(registrations[state = "aktiv"]) > 1', /one of active, planned, closed/],
    ['some r in registrations satisfies r.institution = "ral"', /one of sh, rav.* not "ral"/],
    ['list contains(registrations.institution, "ral")', /one of sh, rav.* not "ral"/],
    ['goal = permit.category', /codes that goal and permit.category share/],
    ['permit.category < "C"', /whose codes have no order/],
    ['workCapacity.percent = "50"', /a number to compare with workCapacity.percent, not "50"/],
    ['workCapacity.percent in (> "50")', /a number to compare .* not "50"/],
    ['workCapacity.percent between 10 and "50"', /a number to compare .* not "50"/],
    ['workCapacity.percent + goal > 100', /a number, not goal/],
    ['complexSituation = "ja"', /true or false to compare with complexSituation, not "ja"/],
    ['complexSituation > childcareSolved', /"=" for complexSituation/],
    ['permit = "B"', /a part of permit/],
    ['permit.validTo < "31.12.2026"', /a date "YYYY-MM-DD" for permit.validTo/],
    ['permit.validTo < date("2026-12-31")', /to compare with permit.validTo, not date/],
    ['date(permit.validTo) < date("2026-12")', /a date "YYYY-MM-DD"/],
    ['registrations.institution = "iv"', /not the list registrations.institution/],
    ['count(goal) > 1', /a list, not goal/],
    ['count(registrations[1]) > 0', /true or false, not 1/],
    ['not(goal)', /true or false, not goal/],
    ['starts with(workCapacity.percent, "5")', /a text, not workCapacity.percent/],
    ['count(registrations, problemAreas) > 1', /count with 1 value/],
    ['some r in goal satisfies r = "keep_job"', /a list, not goal/],
    ['some goal in registrations satisfies goal.state = "active"', /name of its own/],
    ['provenance.goal.source = "rav"', /not "provenance.goal.source"/],
  ])('is refused what could never hold: %s', (expression, expected) => {
    const problems = checkExpression(expression);
    expect(problems.map((one) => one.expected).join(' ')).toMatch(expected);
  });

  it.each([
    'language.oral >= "A2" and language.written < "C1"',
    'permit.validTo < "2026-12-31"',
    'date(permit.validTo) in [date("2026-01-01")..date("2026-12-31")]',
    'list contains(consent.recipients, "iv")',
    'every r in consent.recipients satisfies r in ("sh", "iv")',
    'some p in problemAreas satisfies some q in problemAreas satisfies p.area = "health" and q.area = "debt"',
    'person.age >= 16 and samePersonActive = false',
    'min(workCapacity.percent, availabilityPercent) > 20',
    'workCapacity.percent in [20..80]',
  ])('may write %s', (expression) => {
    expect(checkExpression(expression)).toEqual([]);
  });

  it('is told which parameters the policy has, and what a canton set wrongly', () => {
    const parameters = { oral_level_min: ['A2', 'B7'], include_s: [true] };
    const told = (when: string) => checkExpression(when, [], parameters).map((one) => one.expected);
    expect(told('unemployed and parameters.include_x')).toEqual([
      'a parameter of this policy (oral_level_min, include_s), not "include_x"',
    ]);
    expect(told('language.oral < parameters.oral_level_min').join()).toMatch(
      /one of A0.* not "B7" \(parameters.oral_level_min\)/,
    );
    expect(told('workCapacity.percent < parameters.oral_level_min').join()).toMatch(/a number/);
    expect(told('parameters.include_s').join()).toMatch(/at least one fact/);
    expect(told('parameters.include_s and permit.category = "S"')).toEqual([]);
  });

  it('is checked against persons of whom everything is known', () => {
    for (const facts of [sampleFacts, largestFacts])
      expect([...factNames].filter((name) => factAt(facts, name) === undefined)).toEqual([]);
  });

  it('may name only known facts as needed', () => {
    expect(checkExpression('complexSituation', ['consent', 'consents'])).toEqual([
      { part: 'needs', expected: expect.stringContaining('not "consents"') },
    ]);
  });
});
