/** A policy that comes as a text: what the office that sends it is told before anything is published. */
import { check, lineWith, policyText, problemsOf, rule } from './small-policy';

describe('an office that sends the text of a policy', () => {
  it('gets the policy back when everything in it is right', () => {
    const { documents, problems } = check(policyText());
    expect(problems).toEqual([]);
    expect(documents.map(({ running }) => running.id)).toEqual(['GL-test']);
  });

  it('is told file, line, rule and what was expected', () => {
    const text = policyText({ criteria: { all: [rule('jobless', 'unemploid')] } });
    expect(problemsOf(text)).toEqual([
      `GL-test.yaml:${lineWith(text, 'unemploid')} jobless: expected the name of a known fact, not "unemploid"`,
    ]);
  });

  it('may send several policies in one text', () => {
    const other = policyText({ running: { id: 'GL-duty' }, validFrom: '2027-01-01' });
    const first = policyText({ validTo: '2026-12-31' });
    expect(check(`${first}\n---\n${other}`)).toMatchObject({
      problems: [],
      documents: [{ running: { id: 'GL-test' } }, { running: { id: 'GL-duty' } }],
    });
  });

  it.each([
    ['nothing', ''],
    ['only a remark', '# nothing yet\n'],
  ])('is told that %s is no policy', (_, text) => {
    expect(problemsOf(text)).toEqual([
      'GL-test.yaml:1 yaml: expected a policy; this text is empty',
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['a text of no policy', 'hello', /document: expected another value/],
    ['an empty document', '---\n---\n', /document: expected another value/],
    ['a text beyond 256 KB', `# ${'x'.repeat(256 * 1024)}`, /at most 256 KB/],
    ['more documents than anybody sends', '---\na: 1\n'.repeat(51), /at most 50 documents/],
    ['an alias without an anchor', 'a: *b', /aliases|well-formed/],
    ['brackets a hundred thousand deep', '['.repeat(100_000), /nested less deeply/],
    // The library alone would take all the memory of the process for this one.
    ['dashes a hundred thousand deep', '- '.repeat(100_000), /nested less deeply/],
    ['a hundred thousand broken places', '*a '.repeat(80_000), /well-formed YAML/],
    ['a binary blob', 'a: "\u0000\u0001"', /document: expected|well-formed YAML/],
  ])('is refused %s', (_, text, expected) => {
    const told = problemsOf(text);
    expect(told.join('\n')).toMatch(expected);
    expect(told.length).toBeLessThanOrEqual(100);
  });

  it('is refused a few lines of aliases that stand for millions', () => {
    const names = 'a b c d e f g h i'.split(' ');
    const bomb = names.map((name, index) => {
      const before = names[index - 1];
      const entries =
        before === undefined ? '[x, x, x]' : `[${`*${before}, `.repeat(8)}*${before}]`;
      return `${name}: &${name} ${entries}`;
    });
    expect(problemsOf(bomb.join('\n')).join()).toMatch(/at most 100 uses of aliases/);
  });

  it('is told at most a hundred mistakes at once', () => {
    const all = Array.from({ length: 150 }, (_, index) => rule(`r${index}`, `fact${index}`));
    expect(problemsOf(policyText({ criteria: { all } }))).toHaveLength(100);
  });
});

describe('a policy of too many rules', () => {
  it('is refused before any of them is tried', () => {
    const all = Array.from({ length: 201 }, (_, index) => rule(`r${index}`, 'unemployed'));
    expect(problemsOf(policyText({ criteria: { all }, exceptions: [] })).join()).toMatch(
      /criteria: expected at most 200 rules, not 201/,
    );
  });
});

describe('the parts of a policy', () => {
  const adoption = { canton: 'gl', coordination: 'gl-coo' };
  const duty = { model: 'mandatory_referral' };
  const route = rule('register', 'unemployed', { to: 'rav', purpose: 'placement' });

  it.each<[string, Parameters<typeof policyText>[0], RegExp]>([
    [
      'name each canton once',
      { adoptedBy: [adoption, adoption] },
      /adoptedBy\.1\.canton: expected each canton once, gl is named twice/,
    ],
    [
      'have a coordination of the canton itself',
      { adoptedBy: [{ canton: 'gl', coordination: 'sg-coo' }] },
      /adoptedBy\.0\.coordination: expected an institution of the canton, "gl-…"/,
    ],
    [
      'set only parameters that are declared',
      { adoptedBy: [{ ...adoption, parameters: { minimum_aeg: 15 } }] },
      /minimum_aeg: expected a parameter of this policy \(oral_level_min, minimum_age\)/,
    ],
    [
      'keep the type of a parameter',
      { adoptedBy: [{ ...adoption, parameters: { oral_level_min: 2 } }] },
      /oral_level_min: expected a string/,
    ],
    [
      'set a code where a rule compares with codes',
      {
        adoptedBy: [{ ...adoption, parameters: { oral_level_min: 'B7' } }],
        routes: [{ ...route, when: 'language.oral < parameters.oral_level_min' }],
      },
      /register: expected one of A0, .* not "B7" \(parameters\.oral_level_min\)/,
    ],
    [
      'read only parameters that are declared',
      { criteria: { all: [rule('old', 'person.age > parameters.max_age')] } },
      /old: expected a parameter of this policy .* not "max_age"/,
    ],
    [
      'say for how long they defer',
      { exceptions: [rule('crisis', 'acuteState = "crisis"', { then: 'deferred' })] },
      /crisis: expected "after" beside "deferred"/,
    ],
    [
      'defer by an exception only',
      { criteria: { ownership: [rule('later', 'unemployed', { then: 'deferred' })] } },
      /later: expected another outcome/,
    ],
    [
      'speak of everybody unless the law demands a referral',
      { criteria: { applies: [rule('only', 'unemployed')] } },
      /criteria\.applies: expected no "applies"/,
    ],
    ['give a duty a term', { running: duty, routes: [route] }, /expected "dutyTerm"/],
    [
      'give a duty a recipient',
      { running: duty, dutyTerm: { BD: 10 } },
      /routes: expected a route/,
    ],
    ['give only a duty a term', { dutyTerm: { BD: 10 } }, /dutyTerm: expected no "dutyTerm"/],
    [
      'keep the levels of a ladder in order',
      { running: { ladders: { T_DEC: { L0: 3, L1: 0 } } } },
      /T_DEC: expected levels in the order/,
    ],
  ])('must %s', (_, parts, expected) => {
    const told = problemsOf(policyText(parts));
    expect(told.join('\n')).toMatch(expected);
    expect(told).toHaveLength(1);
  });

  it('are all right for a mandatory referral with a term, a recipient and those it is about', () => {
    const text = policyText({
      running: duty,
      dutyTerm: { BD: 10 },
      criteria: { applies: [rule('only', 'unemployed')], all: [] },
      routes: [route],
    });
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('a rule that can never decide anything', () => {
  const never = /can never hold/;
  const always = /always holds and decides nothing/;
  const exception = (id: string, when: string) => rule(id, when, { then: 'ordinary' });

  it.each<[string, string, RegExp]>([
    ['a percentage beyond 100', 'workCapacity.percent > 100', never],
    ['two permits at once', 'permit.category = "B" and permit.category = "F"', never],
    [
      'one entry in two states',
      'some r in registrations satisfies r.state = "active" and r.state = "planned"',
      never,
    ],
    ['more registrations than there may be', 'count(registrations) > 50', never],
    [
      'a day before it began',
      'permit.validTo < "2026-01-01" and permit.validTo > "2026-01-31"',
      never,
    ],
    ['a number that is always small enough', 'workCapacity.percent <= 100', always],
    ['yes or no', 'unemployed or not(unemployed)', always],
    ['nothing but a value', 'true', /at least one fact/],
    ['nothing but a parameter', 'parameters.minimum_age > 15', /at least one fact/],
  ])('is found: %s', (_, when, expected) => {
    expect(problemsOf(policyText({ criteria: { all: [rule('r', when)] } })).join()).toMatch(
      expected,
    );
    expect(problemsOf(policyText({ exceptions: [exception('r', when)] })).join()).toMatch(expected);
  });

  it('is found when an earlier one has the same condition, however it is written', () => {
    const exceptions = [
      exception('first', 'goal = "keep_job" and (unemployed or drawsBenefits)'),
      exception('second', '(drawsBenefits or unemployed) and  goal="keep_job"'),
    ];
    const text = policyText({ exceptions });
    expect(problemsOf(text)).toEqual([
      `GL-test.yaml:${lineWith(text, 'drawsBenefits or')} second: expected a condition of its own; "first" has the same one and comes first`,
    ]);
  });

  it('is what follows "true" in the ownership; as the last one "true" is welcome', () => {
    const owner = (id: string, when: string) => rule(id, when, { then: 'admitted' });
    const ownedBy = (...ownership: object[]) => policyText({ criteria: { ownership } });
    expect(problemsOf(ownedBy(owner('a', 'unemployed'), owner('b', 'true')))).toEqual([]);
    expect(problemsOf(ownedBy(owner('b', 'true'), owner('a', 'unemployed'))).join()).toMatch(
      / b: expected "true" in the last rule of ownership only/,
    );
  });

  it('is none that a canton can switch on, nor one that only asks for its facts', () => {
    const all = [
      rule('minimum', 'workCapacity.percent < parameters.minimum'),
      rule('switched', 'parameters.include_s and permit.category = "S"'),
      rule('asked', 'workCapacity.percent >= 0', { needs: ['workCapacity.percent'] }),
      rule('day', 'permit.validTo > "2026-01-01" and permit.validTo < "2026-01-03"'),
      rule(
        'four',
        ['sh', 'rav', 'iv', 'suva']
          .map((one) => `(some r in registrations satisfies r.institution = "${one}")`)
          .join(' and '),
      ),
      rule('sum', 'workCapacity.percent + availabilityPercent > 150'),
    ];
    const parameters = { minimum: 0, include_s: false, minimum_age: 16 };
    expect(problemsOf(policyText({ criteria: { all }, parameters }))).toEqual([]);
  });
});
