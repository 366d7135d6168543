import { evaluate } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import type { Facts, Verdict } from '../../schemas/index';
import { factSets, policyNamed } from './criteria-fixtures';

const expressions = makeExpressions();
const sg = policyNamed('SG-regelstruktur');
const zh = policyNamed('ZH-netzwerk');
type Name = keyof typeof factSets;

const verdictSG = (facts: Facts): Verdict => evaluate(sg, facts, expressions);
/** A resident of Zurich whose commune takes part, as far as social aid is involved. */
const inZurich = (facts: Facts): Facts => {
  const withSH = facts.registrations?.some((r) => r.institution === 'sh' && r.state === 'active');
  return {
    ...facts,
    residence: { canton: 'zh' },
    ...(withSH ? { commune: { participates: true } } : {}),
  };
};
const results = (verdict: Verdict): string =>
  verdict.criteria.map(({ id, result }) => `${id} ${result}`).join(', ');
const lacking = (facts: Facts, ...names: (keyof Facts)[]): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => !names.includes(name as keyof Facts)),
  );
const missingAfter = (facts: Facts, policy = zh): [string, string[]] => {
  const { outcome, missing } = evaluate(policy, facts, expressions);
  return [outcome, missing];
};

describe('the fact sets of domain.md 4.4 in St. Gallen', () => {
  const full = 'goal pass, problem_area pass, two_registrations pass';
  const single = 'two_registrations fail, single_registration pass';
  it.each<[Name, string, string, string]>([
    ['A', 'ordinary', `goal pass, problem_area pass, ${single}`, ''],
    ['B', 'admitted', full, 'iv clarify_competence'],
    [
      'C',
      'ordinary',
      `goal pass, problem_area pass, ${single}`,
      'iv clarify_competence, if language_course',
    ],
    ['D', 'admitted', full, ''],
    ['E', 'ordinary', `goal pass, problem_area fail, ${single}`, 'if language_course'],
    ['F', 'admitted', full, ''],
  ])('person %s is %s', (name, ...[outcome, criteria, route]) => {
    const verdict = verdictSG(factSets[name]);
    expect([verdict.outcome, results(verdict)]).toEqual([outcome, criteria]);
    expect(verdict.route.map(({ to, purpose }) => `${to} ${purpose}`).join(', ')).toBe(route);
    expect(verdict.missing).toEqual([]);
  });

  it('tells a person with one registration the reason in four languages', () => {
    const verdict = verdictSG(factSets.A);
    expect(verdict.exception).toBe('single_registration');
    expect(verdict.criteria.at(-1)!.reason).toEqual({
      de: expect.stringMatching(/^Trifft zu: Nur eine Institution/),
      fr: expect.stringMatching(/^S’applique : Une seule institution/),
      it: expect.stringMatching(/^Si applica: È attiva/),
      en: expect.stringMatching(/^Applies: Only one institution/),
    });
  });

  it('shows an office the expression, the datum and the source of every criterion', () => {
    expect(verdictSG(factSets.B).criteria[0]).toMatchObject({
      expression: 'goal = "sustainable_integration_primary_market"',
      data: { goal: 'sustainable_integration_primary_market' },
      source: expect.stringContaining('[S8]'),
      missing: [],
    });
  });

  it('shows an office who said a datum and when, as far as anybody recorded it', () => {
    const provenance = { goal: { source: 'sg-rav', on: '2026-02-02' } };
    const [goal] = verdictSG({ ...factSets.B, provenance }).criteria;
    expect(goal?.origin).toEqual({ goal: { source: 'sg-rav', on: '2026-02-02' } });
    expect(verdictSG(factSets.B).criteria[0]?.origin).toBeUndefined();
  });

  it('takes issuer and date from the fact itself where it carries them', () => {
    const policy = {
      ...sg,
      parameters: { ...sg.parameters, work_capacity_min_pct: 50 },
    };
    const workCapacity = { percent: 40, issuer: 'physician', on: '2026-01-20' } as const;
    const provenance = { workCapacity: { source: 'sg-rav', on: '2026-02-02' } };
    const verdict = evaluate(policy, { ...factSets.B, workCapacity, provenance }, expressions);
    expect(verdict.criteria.at(-1)?.origin).toEqual({
      'workCapacity.percent': { source: 'physician', on: '2026-01-20' },
    });
  });

  it.each<[string, Facts, string]>([
    ['another canton', { residence: { canton: 'tg' } }, 'other_canton'],
    [
      'a running full pension',
      { integrationPotential: 'none', ivStatus: 'full_pension' },
      'full_pension_no_potential',
    ],
    ['a dispute on benefits', { goal: 'benefit_dispute' }, 'benefit_dispute_only'],
    ['an open asylum procedure', { permit: { category: 'N' } }, 'asylum_procedure_open'],
  ])('does not admit a person with %s', (_, facts, exception) => {
    const verdict = verdictSG({ ...factSets.B, ...facts });
    expect(verdict.exception).toBe(exception);
    expect(['not_admitted', 'ordinary', 'redirected']).toContain(verdict.outcome);
  });
});

describe('the fact sets of domain.md 4.4 in Zurich', () => {
  it.each<[Name, string, string]>([
    ['A', 'not_admitted', 'residence pass, commune_participates pass, complex_situation fail'],
    ['B', 'admitted', 'residence pass, commune_participates pass, complex_situation pass'],
    ['C', 'admitted', 'residence pass, commune_participates pass, complex_situation pass'],
    ['D', 'admitted', 'residence pass, commune_participates pass, complex_situation pass'],
    ['E', 'not_admitted', 'residence pass, commune_participates pass, complex_situation fail'],
    ['F', 'admitted', 'residence pass, commune_participates pass, complex_situation pass'],
  ])('person %s is %s', (name, outcome, criteria) => {
    const verdict = evaluate(zh, inZurich(factSets[name]), expressions);
    expect([verdict.outcome, results(verdict)]).toEqual([outcome, criteria]);
  });

  it('does not admit a person on social aid whose commune stays outside', () => {
    const facts = { ...inZurich(factSets.B), commune: { participates: false } };
    expect(evaluate(zh, facts, expressions).outcome).toBe('not_admitted');
  });
});

describe('a person of whom something is not known yet', () => {
  const known = inZurich(factSets.B);
  it('is returned for exactly the missing facts', () => {
    expect(missingAfter(lacking(known, 'commune', 'residence'))).toEqual([
      'returned_info',
      ['residence.canton', 'commune.participates'],
    ]);
  });

  it('is not asked for the commune when social aid is not involved', () => {
    const facts: Facts = { ...factSets.F, residence: { canton: 'zh' } };
    expect(missingAfter(lacking(facts, 'complexSituation'))).toEqual([
      'returned_info',
      ['complexSituation'],
    ]);
  });

  it('is asked for nothing when a criterion fails whatever the answer', () => {
    const facts = lacking({ ...known, complexSituation: false }, 'commune');
    expect(missingAfter(facts)).toEqual(['not_admitted', []]);
  });

  it('is never rejected for want of facts', () => {
    expect(missingAfter({}, sg)).toEqual([
      'returned_info',
      ['goal', 'problemAreas', 'registrations'],
    ]);
  });

  it.each(['not_asked', 'unsigned'] as const)(
    'has not refused when the consent is %s',
    (status) => {
      const wanted = { id: 'consent', when: 'consent.status = "given"', needs: ['consent'] };
      const { text, source } = sg.criteria.all[0]!;
      const policy = { ...sg, criteria: { ...sg.criteria, all: [{ ...wanted, text, source }] } };
      const facts: Facts = { ...factSets.B, consent: { ...factSets.B.consent, status } };
      expect(missingAfter(facts, policy)).toEqual(['returned_info', ['consent']]);
      facts.consent!.status = 'refused';
      expect(missingAfter(facts, policy)).toEqual(['not_admitted', []]);
    },
  );

  it('needs only one of the criteria of which any will do', () => {
    const [first, second] = sg.criteria.all;
    const policy = { ...zh, criteria: { ...zh.criteria, all: [], any: [first!, second!] } };
    expect(missingAfter({ goal: 'sustainable_integration_primary_market' }, policy)).toEqual([
      'admitted',
      [],
    ]);
    expect(missingAfter({ goal: 'keep_job' }, policy)).toEqual(['returned_info', ['problemAreas']]);
    expect(missingAfter({ goal: 'keep_job', problemAreas: [] }, policy)).toEqual([
      'not_admitted',
      [],
    ]);
  });

  it('is asked for the facts of an exclusion only when the policy requires them', () => {
    const optional = zh.exceptions.find(({ id }) => id === 'full_pension_no_potential')!;
    const strict = { ...optional, needs: ['ivStatus'] };
    expect(missingAfter(known, { ...zh, exceptions: [optional] })).toEqual(['admitted', []]);
    expect(
      missingAfter({ ...known, integrationPotential: 'none' }, { ...zh, exceptions: [strict] }),
    ).toEqual(['returned_info', ['ivStatus']]);
  });
});
