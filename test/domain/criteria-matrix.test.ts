/** The matrix of domain.md 4.4: every fact set under every policy of a canton. */
import { evaluate } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import type { Facts, Verdict } from '../../schemas/index';
import { factSets, policyNamed } from './criteria-fixtures';

const expressions = makeExpressions();
type Name = keyof typeof factSets;
const names = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

const verdictOf = (policyId: string, name: Name, more: Facts = {}): Verdict =>
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
    [
      'SG-regelstruktur',
      ['bilateral', 'admitted', 'bilateral', 'admitted', 'bilateral', 'admitted'],
    ],
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
        'returned_info 3/5 powerOfAttorney.signed',
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
    [
      'TYPE2-generic',
      ['bilateral', 'bilateral', 'bilateral', 'admitted', 'bilateral', 'bilateral'],
    ],
    [
      'AG-kooperation',
      [
        'bilateral',
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
      expect(line(verdictOf('AG-kooperation', name, mandated(false)))).toBe('bilateral');
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

describe('what excludes a person everywhere', () => {
  const everywhere = [
    'SG-regelstruktur',
    'ZH-netzwerk',
    'LU-koordinationsstelle',
    'SZ-koordinator',
    'FR-tri',
    'TYPE2-generic',
    'AG-kooperation',
  ];
  it.each<[string, Facts, string, string]>([
    ['residence elsewhere', { residence: { canton: 'tg' } }, 'not_admitted', 'other_canton'],
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
      'bilateral',
      'asylum_procedure_open',
    ],
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
