import { loadPolicies } from '../../infra/policies';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { FormView, RegisterCaseRequest, SharingPreview } from '../../schemas/index';
import { makeTestApi, play, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;

beforeAll(async () => {
  api = await makeTestApi();
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
});
afterAll(() => api.close());

const post = async (url: string, payload: object, wish = {}) =>
  api.app.inject({ method: 'POST', url, headers: await api.bearer(wish), payload });

const { person } = registration;
const facts = {
  ...registration.facts,
  consent: { status: 'given', recipients: ['sh'], fieldGroups: ['identity', 'problem_areas'] },
};
const policyId = loadPolicies().find(({ running }) => running.id.startsWith('SG'))!.running.id;
const referrals = [
  { to: 'sg-iv', purpose: 'work_capacity_assessment' },
  { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
  { to: 'sg-if', purpose: 'coaching', reciprocity: true },
];

const preview = async (asked: object): Promise<SharingPreview[]> => {
  const response = await post('/v1/referrals/preview', {
    policyId,
    person,
    facts,
    referrals,
    ...asked,
  });
  expect(response.statusCode).toBe(200);
  return response.json<{ items: unknown[] }>().items.map((one) => SharingPreview.parse(one));
};

describe('an officer who is about to register and refer', () => {
  test('finds every field of a registration in the form, and no other', async () => {
    const headers = await api.bearer();
    const response = await api.app.inject({ url: '/v1/forms/registerCase', headers });
    const { fields } = FormView.parse(response.json());
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(RegisterCaseRequest.shape));
    const permit = fields
      .find(({ name }) => name === 'facts')
      ?.fields?.find(({ name }) => name === 'permit');
    expect(permit?.fields?.[0]).toMatchObject({ name: 'category', required: true, type: 'code' });
  });

  test('sees what each office would see: by law, by consent, and not at all', async () => {
    const [iv, sh, integration] = await preview({});
    expect(iv).toMatchObject({ to: 'sg-iv', basis: 'AVG35a-1bis' });
    expect(iv?.person).toHaveProperty('vn');
    expect(iv?.facts).toMatchObject({ workCapacity: { percent: 40, issuer: 'physician' } });
    expect(sh).toMatchObject({ to: 'sg-sh', basis: 'AVG35a-1' });
    expect(Object.keys(sh?.person ?? {})).not.toContain('vn');
    expect(Object.keys(sh?.facts ?? {})).toEqual(['residence', 'problemAreas']);
    expect(integration).toEqual({
      to: 'sg-if',
      refusal: 'recipient_not_covered',
      person: {},
      facts: {},
    });
  });

  test('is told that the guardian of a minor has to sign', async () => {
    const [, sh] = await preview({ person: { ...person, birthDate: '2015-01-01' } });
    expect(sh?.refusal).toBe('guardian_consent_missing');
  });

  test('is told before anything is known that a consent is missing', async () => {
    const [iv, sh] = await preview({ person: {}, facts: { drawsBenefits: true } });
    expect(iv).toEqual({ to: 'sg-iv', basis: 'AVG35a-1bis', person: {}, facts: {} });
    expect(sh?.refusal).toBe('consent_missing');
    expect(
      (await post('/v1/referrals/preview', { policyId: 'XX-none', person, facts, referrals }))
        .statusCode,
    ).toBe(422);
  });
});

describe('an office that wrote a name wrong', () => {
  test('corrects the person, and the command names no value', async () => {
    const state = await api.giveCase(play().registered('sg-rav'));
    api.answerWith(async ({ commandId }) => ({ commandId, version: 2, status: 'criteria_check' }));
    const corrected = { ...person, firstName: 'Rut' };
    const url = `/v1/cases/${state.id}/commands`;
    const body = { kind: 'updateFacts', facts: {}, person: corrected };
    expect((await post(url, body, { institution: 'sg-rav' })).statusCode).toBe(200);
    const sent = api.sent.at(-1)!.body;
    expect(sent).toMatchObject({ kind: 'updateFacts', fields: ['identity'] });
    expect(JSON.stringify(sent)).not.toContain('Rut');
    expect((await post(url, { kind: 'updateFacts', facts: {} })).statusCode).toBe(422);
  });
});
