import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { CaseView, CommandResult, TimelinePage } from '../../schemas/index';
import { derivedId } from '../../workers/submit';
import { caseWorkflowId } from '../../workflows/contract';
import { openApiOnEngine } from './api-on-engine';
import { registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ api, client, close } = await openApiOnEngine());
}, 120_000);
afterAll(() => close());

const signed = { ...registration, facts: { ...registration.facts, consent: { status: 'given' } } };

const post = async (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...(await api.bearer()), ...headers },
  });
const read = async (id: string): Promise<CaseView> =>
  CaseView.parse(
    (await api.app.inject({ url: `/v1/cases/${id}`, headers: await api.bearer() })).json(),
  );

/** Waits for what the engine does by itself, such as judging the criteria. */
const until = async (id: string, holds: (view: CaseView) => boolean): Promise<CaseView> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const view = await read(id);
    if (holds(view)) return view;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the case never got there: ${JSON.stringify(await read(id))}`);
};

test('a case is registered, judged, and acted on; every answer is read after it was written', async () => {
  const key = { 'idempotency-key': randomUUID() };
  const first = await post('/v1/cases', signed, key);
  expect([first.statusCode, first.json().code]).toEqual([201, undefined]);
  const { id } = CaseView.parse(first.json());
  expect(first.headers.location).toBe(`/v1/cases/${id}`);
  expect(first.headers.etag).toBe(`"${first.json().version}"`);

  const again = await post('/v1/cases', signed, key);
  expect(again.json().id).toBe(id);
  const other = await post('/v1/cases', { ...signed, policyId: 'other' }, key);
  expect(other.json().code).toBe('idempotency_key_reused');

  const judged = await until(id, ({ verdict }) => verdict !== undefined);
  const url = `/v1/cases/${id}/commands`;
  const stale = await post(url, { kind: 'withdrawConsent' }, { 'if-match': '"0"' });
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'version_conflict']);
  const early = await post(url, { kind: 'sendReferral', to: 'sg-iv', purpose: 'placement' });
  expect([early.statusCode, early.json().code]).toEqual([409, 'not_allowed_in_this_state']);

  const [command] = judged.allowedActions;
  expect(command).toBeDefined();
  const consent = { status: 'given', recipients: ['iv', 'sh', 'if'] };
  const commandKey = { 'idempotency-key': randomUUID(), 'if-match': `"${judged.version}"` };
  const done = CommandResult.parse(
    (await post(url, { kind: 'recordConsent', consent }, commandKey)).json(),
  );
  expect(done.version).toBeGreaterThan(judged.version);
  expect(done.case.version).toBe(done.version);
  const repeated = CommandResult.parse(
    (await post(url, { kind: 'recordConsent', consent }, commandKey)).json(),
  );
  expect(repeated).toEqual(done);

  const timeline = await api.app.inject({
    url: `/v1/cases/${id}/timeline`,
    headers: await api.bearer(),
  });
  const types = TimelinePage.parse(timeline.json()).items.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['caseRegistered', 'consentRecorded']));
  expect(types.filter((type) => type === 'consentRecorded')).toHaveLength(1);
});

test('a registration that the case refuses leaves no case, no person and no workflow', async () => {
  const before = await api.db.dossierRecord.count();
  const { vn: _vn, ...person } = registration.person;
  const key = randomUUID();
  const wish = { ...signed, person, policyId: 'NO-SUCH-POLICY' };
  const response = await post('/v1/cases', wish, { 'idempotency-key': key });
  expect([response.statusCode, response.json().code]).toEqual([422, 'unknown_policy']);
  expect(await api.db.dossierRecord.count()).toBe(before);
  const caseId = derivedId('case', derivedId('command', 'sg-rav', 'sg-rav-officer', key));
  const handle = client.workflow.getHandle(caseWorkflowId(caseId));
  await expect(handle.result()).resolves.toBeUndefined();
  // The same wish once more is refused for the same reason, not for having been asked before.
  const again = await post('/v1/cases', wish, { 'idempotency-key': key });
  expect(again.json().code).toBe('unknown_policy');
});

test('a lone facts update reaches the case and the dossier', async () => {
  const { vn: _vn, ...person } = registration.person;
  const { id } = (await post('/v1/cases', { ...signed, person })).json();
  await until(id, ({ verdict }) => verdict !== undefined);
  const response = await post(`/v1/cases/${id}/commands`, {
    kind: 'updateFacts',
    facts: { drawsBenefits: false },
  });
  expect(response.statusCode).toBe(200);
  const dossier = await api.app.inject({
    url: `/v1/cases/${id}/dossier`,
    headers: await api.bearer(),
  });
  expect(dossier.json().facts).toMatchObject({ drawsBenefits: false, refugeeFlag: true });
});
