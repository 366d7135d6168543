/** What a canton may set, the duty to register, and birth dates that are known in part. */
import { advise, forCanton } from '../../domain/criteria/advise';
import { evaluate } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import type { CantonCode, Facts, PolicyDocument, Verdict } from '../../schemas/index';
import { factSets, policyNamed } from './criteria-fixtures';

const expressions = makeExpressions();
type Name = keyof typeof factSets;

const verdictOf = (policyId: string, name: Name, more: Facts = {}): Verdict =>
  evaluate(policyNamed(policyId), { ...factSets[name], ...more }, expressions);
const line = ({ outcome, missing }: Verdict): string => [outcome, ...missing].join(' ');

describe('what a canton may set', () => {
  const set = (policyId: string, parameters: PolicyDocument['parameters']): PolicyDocument => {
    const policy = policyNamed(policyId);
    return { ...policy, parameters: { ...policy.parameters, ...parameters } };
  };
  const everywhere = ['SG-regelstruktur', 'LU-koordinationsstelle', 'TYPE2-generic'];

  it.each(everywhere)('no person is returned for a work capacity nobody asks for, in %s', (id) => {
    expect(evaluate(policyNamed(id), factSets.B, expressions).missing).toEqual([]);
  });

  it.each(everywhere)('a minimum of work capacity asks for it and leads to the IV, in %s', (id) => {
    const policy = set(id, { work_capacity_min_pct: 20 });
    const asked = evaluate(policy, factSets.D, expressions);
    expect([asked.outcome, asked.missing]).toEqual(['returned_info', ['workCapacity.percent']]);
    const capacity = (percent: number): Verdict =>
      evaluate(policy, { ...factSets.D, workCapacity: { percent } }, expressions);
    expect(capacity(10)).toMatchObject({ outcome: 'redirected', redirectTo: 'iv' });
    expect(capacity(20).outcome).toBe('admitted');
  });

  it('a refused consent excludes nobody unless the canton says so', () => {
    const refused = { ...factSets.B, consent: factSets.F.consent };
    const lucerne = 'LU-koordinationsstelle';
    expect(evaluate(policyNamed(lucerne), refused, expressions).outcome).toBe('admitted');
    const strict = evaluate(set(lucerne, { consent_required: true }), refused, expressions);
    expect([strict.outcome, strict.exception]).toEqual(['not_admitted', 'consent_refused']);
  });

  it('an acute state defers for sixty days with a reason, unless the canton does not defer', () => {
    const inCrisis = { ...factSets.B, acuteState: 'crisis' as const };
    const verdict = evaluate(policyNamed('SG-regelstruktur'), inCrisis, expressions);
    expect(verdict.deferFor).toEqual({ CD: 60 });
    expect(verdict.criteria.at(-1)?.reason.de).toContain('keine Ablehnung');
    const goesOn = set('SG-regelstruktur', { acute_state_defers: false });
    expect(evaluate(goesOn, inCrisis, expressions).outcome).toBe('admitted');
  });

  it('a person whose spoken language is too low is sent to a course and may be admitted', () => {
    const verdict = verdictOf('SG-regelstruktur', 'B', { language: { oral: 'A1' } });
    expect(verdict.outcome).toBe('admitted');
    expect(verdict.route).toContainEqual({ to: 'if', purpose: 'language_course' });
    const enough = verdictOf('SG-regelstruktur', 'B', { language: { oral: 'A2' } });
    expect(enough.route).not.toContainEqual({ to: 'if', purpose: 'language_course' });
  });
});

describe('the duty to register with the employment service', () => {
  const duty = (name: Name, more: Facts = {}, canton: CantonCode = 'sg'): Verdict =>
    evaluate(
      forCanton(policyNamed('PES-registration'), canton),
      { ...factSets[name], ...more },
      expressions,
    );
  const provisionallyAdmitted = { permit: { category: 'F' } } as const;
  const employable = { employability: { result: 'employable' } } as const;
  const notEmployable = { employability: { result: 'not_employable' } } as const;

  it('does not speak of the persons who are registered there already', () => {
    for (const name of ['A', 'B', 'D', 'F'] as const)
      expect(line(duty(name, provisionallyAdmitted))).toBe('not_applicable');
  });

  it('speaks of a provisionally admitted person once employable, and not before', () => {
    expect(line(duty('E'))).toBe('returned_info employability.result');
    expect(line(duty('E', employable))).toBe('duty');
    expect(duty('E', notEmployable)).toMatchObject({
      outcome: 'deferred',
      redirectTo: 'if',
      deferFor: { months: 6 },
    });
  });

  it('speaks of protection status S only where the canton says so', () => {
    expect(line(duty('C', employable))).toBe('not_applicable');
    expect(line(duty('C', { ...employable, language: { oral: 'A2' } }, 'ag'))).toBe('duty');
    expect(duty('C', notEmployable, 'ag')).toMatchObject({ outcome: 'deferred', redirectTo: 'if' });
  });

  it('is asked for the refugee flag of a B permit, since the permit alone does not tell', () => {
    const b = { permit: { category: 'B' }, ...employable } as const;
    expect(line(duty('E', b))).toBe('returned_info refugeeFlag');
    expect(line(duty('E', { ...b, refugeeFlag: true }))).toBe('duty');
    expect(line(duty('E', { ...b, refugeeFlag: false }))).toBe('not_applicable');
  });

  it('waits for language, availability and childcare as the canton sets them', () => {
    for (const more of [
      { language: { oral: 'A1' } },
      { availabilityPercent: 40 },
      { childcareSolved: false },
    ] as const)
      expect(duty('E', { ...employable, ...more }).outcome).toBe('deferred');
    expect(duty('E', { ...employable, availabilityPercent: 50 }).outcome).toBe('duty');
  });

  it('comes with the verdict of the case, with its own reasons and its own term', () => {
    const verdict = advise(
      {
        document: policyNamed('SG-regelstruktur'),
        duties: [forCanton(policyNamed('PES-registration'), 'sg')],
        facts: { ...factSets.E, ...employable },
        on: '2026-02-02',
      },
      expressions,
    );
    expect(verdict.outcome).toBe('ordinary');
    expect(verdict.duties).toEqual([
      {
        policyId: 'PES-registration',
        policyVersion: '1',
        to: 'rav',
        purpose: 'placement',
        term: { BD: 10 },
      },
    ]);
    expect(verdict.dutyVerdicts?.[0]?.criteria.map(({ id }) => id)).toContain(
      'assessed_employable',
    );
  });
});

describe('a person whose birth date is known in part', () => {
  const on = (birthDate: string, day: string): Verdict =>
    advise(
      {
        document: policyNamed('SG-regelstruktur'),
        duties: [],
        facts: factSets.B,
        birthDate,
        on: day,
      },
      expressions,
    );

  it('is judged by the more favourable reading, and a person is told to look', () => {
    expect(on('2010', '2026-06-30')).toMatchObject({
      outcome: 'admitted',
      flags: ['partial_birth_date', 'guardian_needed'],
    });
    expect(on('1961', '2026-06-30').outcome).toBe('admitted');
  });

  it('is not flagged when every reading says the same', () => {
    expect(on('1990', '2026-06-30').flags).toBeUndefined();
    expect(on('2010-05', '2026-06-30').flags).toEqual(['guardian_needed']);
    expect(on('2010-05', '2026-06-30').outcome).toBe('admitted');
  });

  it('needs the guardian as long as the person may be a minor', () => {
    expect(on('2008-07-01', '2026-06-30').flags).toEqual(['guardian_needed']);
    expect(on('2008', '2026-06-30').flags).toEqual(['guardian_needed']);
    expect(on('2008-06-30', '2026-06-30').flags).toBeUndefined();
    // The month after: a clock is to say nobody's birthday.
    expect(on('2008-07-01', '2026-06-30').reviewOn).toBe('2026-08-01');
  });

  it('is asked about again on the day an age is reached, a permit ends or a consent expires', () => {
    expect(on('2011-03-15', '2026-06-30')).toMatchObject({
      outcome: 'redirected',
      redirectTo: 'bba',
      reviewOn: '2027-04-01',
    });
    const facts: Facts = {
      ...factSets.B,
      permit: { category: 'S', validTo: '2027-03-04' },
      consent: { ...factSets.B.consent, expiresOn: '2027-02-02' },
    };
    const asked = { document: policyNamed('SG-regelstruktur'), duties: [], facts };
    expect(advise({ ...asked, on: '2026-06-30' }, expressions).reviewOn).toBe('2027-02-03');
    expect(advise({ ...asked, on: '2027-02-03' }, expressions).reviewOn).toBe('2027-03-05');
    expect(advise({ ...asked, on: '2027-03-05' }, expressions).reviewOn).toBeUndefined();
  });
});
