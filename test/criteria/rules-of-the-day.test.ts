import { makeEvaluateCriteria } from '../../activities/evaluate';
import type { StoredVerdict } from '../../activities/ports';
import { makeCriteria } from '../../domain/criteria/advise';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import type { PolicyDocument } from '../../schemas/index';
import { Dossier } from '../../schemas/index';

const before = loadPolicies().find(({ running }) => running.id === 'LU-koordinationsstelle')!;
const after: PolicyDocument = {
  ...before,
  running: { ...before.running, version: 'next' },
  validFrom: '2026-07-01',
  criteria: { ...before.criteria, all: [], any: [] },
};
const dossier = Dossier.parse({
  person: { officialName: 'Beispiel', firstName: 'Ada', birthDate: '1990' },
  facts: { unemployed: true, complexSituation: false },
});

const verdicts: StoredVerdict[] = [];
const evaluate = makeEvaluateCriteria({
  dossiers: { getDossier: async () => dossier, findCasesByAhv: async () => [] },
  verdicts: {
    saveVerdict: async (verdict) => {
      verdicts.push(verdict);
    },
  },
  policies: {
    findPolicy: async ({ on }) => [after, before].find(({ validFrom }) => validFrom <= on),
    findDuties: async () => [],
    getPolicy: async (_id, version) => (version === 'next' ? after : before),
  },
  criteria: makeCriteria(makeExpressions()),
});

const judgedOn = (decidedAt: string) =>
  evaluate({
    caseId: '11111111-1111-4111-8111-111111111111',
    verdictId: decidedAt,
    dossierRef: '22222222-2222-4222-8222-222222222222',
    canton: 'lu',
    policyId: before.running.id,
    policyVersion: before.running.version,
    decidedAt,
  });

describe('a person whose facts change while the rules change', () => {
  it('is judged by the rules of the day; the verdict of the day before stays as it was', async () => {
    expect(await judgedOn('2026-06-30T09:00:00.000Z')).toMatchObject({
      outcome: 'not_admitted',
      policyVersion: before.running.version,
    });
    expect(await judgedOn('2026-07-01T09:00:00.000Z')).toMatchObject({
      outcome: 'admitted',
      policyVersion: 'next',
    });
    expect(verdicts.map(({ verdict }) => verdict.policyVersion)).toEqual([
      before.running.version,
      'next',
    ]);
    expect(verdicts[0]?.verdict.outcome).toBe('not_admitted');
  });

  it('is judged by the version of the case where none is in force', async () => {
    expect(await judgedOn('2010-01-04T09:00:00.000Z')).toMatchObject({
      policyVersion: before.running.version,
    });
  });
});
