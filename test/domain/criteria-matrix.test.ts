/** The matrix of domain.md 4.4: every fact set under every policy of a canton. */
import { evaluate } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import type { Facts, JudgedFacts, PolicyDocument, Verdict } from '../../schemas/index';
import { factSets, policyNamed } from './criteria-fixtures';

const expressions = makeExpressions();
type Name = keyof typeof factSets;
const names = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

const verdictOf = (policyId: string, name: Name, more: JudgedFacts = {}): Verdict =>
  evaluate(policyNamed(policyId), { ...factSets[name], ...more }, expressions);
const line = ({ outcome, lead, score, missing }: Verdict): string =>
  [
    outcome,
    ...(lead === undefined ? [] : [`lead ${lead}`]),
    ...(score === undefined ? [] : [`${String(score.reached)}/${String(score.of)}`]),
    ...missing,
  ].join(' ');

describe('the six persons of the matrix', () => {
  // Person E is not overwhelmed: the situation is not complex. Whether E is willing is not known.
  const calm: Partial<Record<Name, Facts>> = { E: { clientOverwhelmed: false } };
  it.each<[string, string[], Partial<Record<Name, Facts>>?]>([
    ['SG-regelstruktur', ['ordinary', 'admitted', 'ordinary', 'admitted', 'ordinary', 'admitted']],
    [
      'LU-koordinationsstelle',
      ['not_admitted', 'admitted', 'admitted', 'admitted', 'not_admitted', 'admitted'],
    ],
    [
      'SZ-koordinator',
      [
        'returned_info 2/5 preclarification.done clientOverwhelmed willingToCooperate',
        'admitted 5/5',
        'admitted 4/5',
        'returned_info 3/5 powerOfAttorney.signed consent.status',
        'not_admitted 1/5',
        'not_admitted 3/5',
      ],
      calm,
    ],
    [
      'FR-tri',
      [
        'not_admitted',
        'admitted',
        'admitted',
        'returned_info consent.status',
        'not_admitted',
        'not_admitted',
      ],
    ],
    ['TYPE2-generic', ['ordinary', 'bilateral', 'ordinary', 'admitted', 'ordinary', 'bilateral']],
    [
      'AG-kooperation',
      [
        'ordinary',
        'returned_info commune.mandatedRAV',
        'returned_info commune.mandatedRAV',
        'returned_info registrations.forPlacement',
        'returned_info commune.mandatedRAV',
        'admitted lead iv',
      ],
    ],
  ])('are judged under %s', (policyId, expected, more = {}) => {
    expect(names.map((name) => line(verdictOf(policyId, name, more[name])))).toEqual(expected);
  });
});

describe('a person in Schwyz', () => {
  it('who refused the power of attorney is not registered, however high the score', () => {
    const refused = { powerOfAttorney: { signed: false } };
    expect(line(verdictOf('SZ-koordinator', 'F', refused))).toBe('not_admitted 3/5');
  });

  it('is not returned for answers that could not change the score any more', () => {
    const verdict = verdictOf('SZ-koordinator', 'E', { clientOverwhelmed: false });
    expect(verdict.score).toEqual({ reached: 1, open: 1, of: 5, suggestAt: 3 });
    expect(verdict.missing).toEqual([]);
  });

  it('whose score is reached is not asked for the orientation facts that are unknown', () => {
    const signed = { powerOfAttorney: { signed: true } };
    expect(line(verdictOf('SZ-koordinator', 'D', signed))).toBe('admitted 3/5');
  });
});

describe('a person in Aargau', () => {
  const mandated = (mandatedRAV: boolean): Facts => ({ commune: { mandatedRAV } });

  it.each(['B', 'C', 'E'] as const)(
    'on social aid (%s) is led by the employment centre where the commune mandated it',
    (name) => {
      expect(line(verdictOf('AG-kooperation', name, mandated(true)))).toBe('admitted lead rav');
      expect(line(verdictOf('AG-kooperation', name, mandated(false)))).toBe('ordinary');
    },
  );

  it('whom both employment centre and disability insurance place is led by the specialist', () => {
    const registrations: Facts['registrations'] = factSets.D.registrations.map((one) =>
      one.institution === 'iv' ? { ...one, forPlacement: true } : one,
    );
    expect(line(verdictOf('AG-kooperation', 'D', { registrations }))).toBe('admitted lead iv');
  });
});

describe('a person in Fribourg', () => {
  it('is recognised by each sector by its own signs; one whose signs nobody knows stays open', () => {
    expect(verdictOf('FR-tri', 'C').triage).toEqual([
      { sector: 'rav', result: 'pass' },
      { sector: 'iv', result: 'pass' },
      { sector: 'sh', result: 'unknown' },
    ]);
    expect(verdictOf('FR-tri', 'A').triage).toEqual([
      { sector: 'rav', result: 'fail' },
      { sector: 'iv', result: 'fail' },
      { sector: 'sh', result: 'unknown' },
    ]);
  });

  it('who refused consent is not admitted', () => {
    const verdict = verdictOf('FR-tri', 'F');
    expect(verdict.criteria.find(({ id }) => id === 'consent')?.result).toBe('fail');
  });
});

const everywhere = [
  'SG-regelstruktur',
  'ZH-netzwerk',
  'LU-koordinationsstelle',
  'SZ-koordinator',
  'FR-tri',
  'TYPE2-generic',
  'AG-kooperation',
];

describe('what excludes a person everywhere', () => {
  it.each<[string, JudgedFacts, string, string]>([
    ['residence elsewhere', { residence: { canton: 'tg' } }, 'redirected', 'other_canton'],
    [
      'a full pension without potential',
      { integrationPotential: 'none', ivStatus: 'full_pension' },
      'not_admitted',
      'full_pension_no_potential',
    ],
    [
      'nothing but a dispute on benefits',
      { goal: 'benefit_dispute' },
      'not_admitted',
      'benefit_dispute_only',
    ],
    [
      'an open asylum procedure',
      { permit: { category: 'N' } },
      'ordinary',
      'asylum_procedure_open',
    ],
    ['an acute crisis', { acuteState: 'crisis' }, 'deferred', 'acute_state'],
    ['a stay in hospital', { acuteState: 'inpatient' }, 'deferred', 'acute_state'],
    ['a detoxification', { acuteState: 'detox' }, 'deferred', 'acute_state'],
    ['fifteen years of age', { person: { age: 15 } }, 'redirected', 'below_working_age'],
    ['the reference age', { person: { age: 65 } }, 'redirected', 'reference_age_reached'],
    ['an older open case', { samePersonActive: true }, 'merge', 'same_person_active'],
  ])('%s, for all six persons and all policies', (_, facts, ...expected) => {
    for (const policyId of everywhere)
      for (const name of names) {
        const verdict = verdictOf(policyId, name, facts);
        expect([policyId, name, verdict.outcome, verdict.exception]).toEqual([
          policyId,
          name,
          ...expected,
        ]);
      }
  });
});

describe('what excludes a person where the canton says so', () => {
  const withParameters = (policyId: string, parameters: PolicyDocument['parameters']) => {
    const policy = policyNamed(policyId);
    return { ...policy, parameters: { ...policy.parameters, ...parameters } };
  };
  it.each<[string, { set: PolicyDocument['parameters']; facts: Facts }, string, string]>([
    [
      'a refused consent',
      {
        set: { consent_required: true },
        facts: { consent: { status: 'refused', recipients: [], fieldGroups: [] } },
      },
      'not_admitted',
      'consent_refused',
    ],
    [
      'too low a work capacity',
      {
        set: { work_capacity_min_pct: 20, consent_required: false },
        facts: { workCapacity: { percent: 10 } },
      },
      'redirected',
      'work_capacity_below_minimum',
    ],
  ])('%s, for all six persons and all policies', (_, { set, facts }, ...expected) => {
    for (const policyId of everywhere)
      for (const name of names) {
        const policy = withParameters(policyId, set);
        const verdict = evaluate(policy, { ...factSets[name], ...facts }, expressions);
        expect([policyId, name, verdict.outcome, verdict.exception]).toEqual([
          policyId,
          name,
          ...expected,
        ]);
      }
  });
});
