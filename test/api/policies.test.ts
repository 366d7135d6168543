import { makePolicyStore } from '../../infra/prisma/policy-store';
import { loadPolicies } from '../../infra/policies';
import { factSets } from '../domain/criteria-fixtures';
import { makeTestApi } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
  const store = makePolicyStore(api.db);
  for (const document of loadPolicies()) await store.publishPolicy(document);
});
afterAll(() => api.close());

const get = async (url: string) => api.app.inject({ url, headers: await api.bearer() });
const registered = (count: number) => ({
  facts: { registrations: Array(count).fill({ institution: 'rav', state: 'active' }) },
});
const evaluate = async (id: string, body: object) =>
  api.app.inject({
    method: 'POST',
    url: `/v1/policies/${id}/evaluate?asOf=2026-02-02`,
    headers: await api.bearer(),
    payload: body,
  });

describe('an office that looks at the rules', () => {
  it('finds the policies of its canton with title, period and source', async () => {
    const response = await get('/v1/policies?canton=sz');
    expect(response.json()).toEqual({
      items: [
        expect.objectContaining({ id: 'PES-registration', model: 'mandatory_referral' }),
        expect.objectContaining({
          id: 'SZ-koordinator',
          version: '2',
          cantons: ['sz'],
          model: 'coordinator_plus_network',
          title: expect.objectContaining({ it: expect.stringContaining('Svitto') }),
          validFrom: '2013-01-01',
        }),
      ],
    });
  });

  it('reads the version in force on a day, and none from before there was one', async () => {
    const found = await get('/v1/policies/AG-kooperation?asOf=2019-04-01');
    expect(found.json()).toMatchObject({ running: { id: 'AG-kooperation', version: '2' } });
    for (const when of ['asOf=2019-03-31', 'asOf=2026-02-02&knownOn=2025-11-30'])
      expect((await get(`/v1/policies/AG-kooperation?${when}`)).json()).toMatchObject({
        code: 'not_found',
      });
  });
});

describe('an office that asks before it registers anybody', () => {
  it('gets verdict, reasons and what is missing, and that it is advice, in four languages', async () => {
    const response = await evaluate('SZ-koordinator', { facts: factSets.A });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      advice: true,
      verdict: {
        outcome: 'returned_info',
        score: { reached: 2, open: 2, of: 5, suggestAt: 3 },
        missing: ['preclarification.done', 'clientOverwhelmed', 'willingToCooperate'],
      },
      note: { fr: expect.stringContaining('non une décision'), en: expect.any(String) },
    });
  });

  it('is told what would help', async () => {
    const response = await evaluate('FR-tri', {
      facts: { ...factSets.C, consent: { status: 'refused' } },
    });
    expect(response.json()).toMatchObject({
      verdict: { outcome: 'not_admitted' },
      help: [[{ fact: 'consent.status', value: 'given' }]],
    });
  });

  it('learns of the duty to register, by the practice of the canton it names', async () => {
    const facts = { ...factSets.C, employability: { result: 'employable' }, language: {} };
    const outcome = async (query: string) => {
      const response = await api.app.inject({
        method: 'POST',
        url: `/v1/policies/PES-registration/evaluate?asOf=2026-02-02${query}`,
        headers: await api.bearer(),
        payload: { facts },
      });
      return response.json().verdict?.outcome ?? response.json().code;
    };
    expect(await outcome('')).toBe('not_applicable');
    expect(await outcome('&canton=ag')).toBe('duty');
    expect(await outcome('&canton=ti')).toBe('unknown_policy');
  });

  it('may know the year of birth alone, and is told where a person must look', async () => {
    const response = await evaluate('SG-regelstruktur', { facts: factSets.B, birthDate: '2010' });
    expect(response.json().verdict).toMatchObject({
      outcome: 'admitted',
      flags: ['partial_birth_date', 'guardian_needed'],
    });
  });

  it('needs a token, and asks for today when it names no day', async () => {
    const url = '/v1/policies/SG-regelstruktur/evaluate';
    const payload = { facts: factSets.B };
    expect((await api.app.inject({ method: 'POST', url, payload })).statusCode).toBe(401);
    const headers = await api.bearer();
    const today = await api.app.inject({ method: 'POST', url, payload, headers });
    expect(today.json().verdict.outcome).toBe('admitted');
  });

  it('leaves nothing behind', async () => {
    await evaluate('FR-tri', { facts: factSets.B });
    expect(await api.db.verdictRecord.count()).toBe(0);
    expect(await api.db.dossierRecord.count()).toBe(0);
    expect(api.sent).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an unknown fact', { facts: { unemploied: true } }, 'unemploied'],
    ['a wrong type', { facts: { unemployed: 'yes' } }, 'unemployed'],
    ['ten thousand registrations', registered(10_000), 'too_large'],
    ['one registration more than a person can have', registered(51), 'facts.registrations'],
    ['a day that does not exist', { facts: {}, birthDate: '2001-02-30' }, 'birthDate'],
    ['no facts at all', {}, 'facts'],
  ])('is told what was expected instead of %s', async (_, body, where) => {
    const response = await evaluate('SG-regelstruktur', body);
    expect([400, 413, 422]).toContain(response.statusCode);
    expect(response.body).toContain(where);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('is told when there is no such policy', async () => {
    const response = await evaluate('XX-nowhere', { facts: {} });
    expect([response.statusCode, response.json().code]).toEqual([404, 'not_found']);
  });
});
