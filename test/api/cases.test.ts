import {
  CasePage, CaseView, CommandResult, DossierView, TimelinePage, WorklistCounts,
} from '../../schemas/index'; // prettier-ignore
import { makeTestApi, play, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
});
afterAll(() => api.close());

const get = async (url: string, wish = {}) =>
  api.app.inject({ url, headers: await api.bearer(wish) });
const post = async (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...(await api.bearer()), ...headers },
  });

const referred = () =>
  play()
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' });

describe('an officer reads', () => {
  test('a case with what may be done now, and its version as ETag', async () => {
    const state = await api.giveCase(referred());
    const response = await get(`/v1/cases/${state.id}`);
    const view = CaseView.parse(response.json());
    expect(response.headers.etag).toBe('"1"');
    expect(view.allowedActions).toContainEqual(
      expect.objectContaining({ kind: 'withdrawReferral', referralId: 'R1' }),
    );
    expect(view.nextDue?.owedBy).toBeDefined();
    expect(response.body).not.toContain('Beispiel');
  });

  test('the history in order, page by page', async () => {
    const state = await api.giveCase(referred());
    const first = TimelinePage.parse((await get(`/v1/cases/${state.id}/timeline?limit=2`)).json());
    expect(first.items.map(({ seq }) => seq)).toEqual([1, 2]);
    const next = await get(`/v1/cases/${state.id}/timeline?limit=200&after=${first.next ?? ''}`);
    expect(TimelinePage.parse(next.json()).items[0]?.seq).toBe(3);
  });

  test('lists that hold their own cases only', async () => {
    const own = await api.giveCase(referred());
    const theirs = await api.giveCase(play('zh').registered('zh-sh'));
    const page = CasePage.parse((await get('/v1/cases?limit=200')).json());
    const ids = page.items.map(({ id }) => id);
    expect(ids).toContain(own.id);
    expect(ids).not.toContain(theirs.id);
    const counts = WorklistCounts.parse(
      (await get('/v1/worklists', { institution: 'sg-iv' })).json(),
    );
    expect(counts.items.find(({ name }) => name === 'to_answer')?.count).toBeGreaterThan(0);
    const list = await get('/v1/worklists/to_answer', { institution: 'sg-iv' });
    expect(CasePage.parse(list.json()).items.map(({ id }) => id)).toContain(own.id);
  });

  test('a cursor of their own making is refused', async () => {
    const response = await get('/v1/cases?after=nonsense');
    expect(response.json()).toMatchObject({ code: 'malformed', errors: [{ path: 'after' }] });
  });
});

describe('the dossier', () => {
  test('is whole for the registering office, and the read is in the audit log first', async () => {
    const state = await api.giveCase(referred());
    const view = DossierView.parse((await get(`/v1/cases/${state.id}/dossier`)).json());
    expect(view.person['officialName']).toBe('Beispiel');
    const [line] = await api.db.auditRecord.findMany({ where: { caseId: state.id } });
    expect(line).toMatchObject({ action: 'dossier_read', userId: 'sg-rav-officer' });
    expect(line?.fields).toEqual(view.fields);
  });

  test('shows a recipient only what the grant of its referral opens', async () => {
    const accepted = referred().do('sg-iv', {
      kind: 'acceptReferral',
      referralId: 'R1',
      claimsLead: false,
    });
    const state = await api.giveCase(accepted);
    const whole = DossierView.parse((await get(`/v1/cases/${state.id}/dossier`)).json());
    const part = await get(`/v1/cases/${state.id}/dossier`, { institution: 'sg-iv' });
    const view = DossierView.parse(part.json());
    expect(view.person['officialName']).toBe('Beispiel');
    expect(view.fields.length).toBeLessThanOrEqual(whole.fields.length);
  });

  test('shows a recipient the situation, and who it is only once it has accepted', async () => {
    const state = await api.giveCase(referred());
    const url = `/v1/cases/${state.id}/dossier`;
    const answer = await get(url, { institution: 'sg-iv' });
    const view = DossierView.parse(answer.json());
    expect(view.facts).toHaveProperty('workCapacity');
    expect(answer.body).not.toMatch(/Beispiel|Ruth|1991-05|7569217076985|756\.9217/);
    const names = await get(`/v1/cases/names?ids=${state.id}`, { institution: 'sg-iv' });
    expect(names.json()).toEqual({ items: [] });
  });
});

describe('commands', () => {
  test('a repetition with the same key and body is the same command', async () => {
    const state = await api.giveCase(referred());
    api.answerWith(async ({ commandId }) => ({ commandId, version: 1, status: 'admitted' }));
    const url = `/v1/cases/${state.id}/commands`;
    const body = { kind: 'requestReport', referralId: 'R1' };
    const key = { 'idempotency-key': 'k-1', 'if-match': '"1"' };
    api.sent.length = 0;
    const first = CommandResult.parse((await post(url, body, key)).json());
    const second = CommandResult.parse((await post(url, body, key)).json());
    expect(second).toEqual(first);
    expect(api.sent.map(({ commandId }) => commandId)).toEqual([first.commandId, first.commandId]);
    expect(api.sent[0]?.expectedVersion).toBe(1);
    const other = await post(url, { ...body, referralId: 'R2' }, key);
    expect(other.json().code).toBe('idempotency_key_reused');
    expect(api.sent).toHaveLength(2);
  });

  test('new facts are laid over the known ones and never travel themselves', async () => {
    const state = await api.giveCase(referred());
    api.answerWith(async ({ commandId }) => ({ commandId, version: 1, status: 'admitted' }));
    api.sent.length = 0;
    const facts = { workCapacity: { percent: 60 }, permit: { category: 'C' } };
    await post(`/v1/cases/${state.id}/commands`, { kind: 'updateFacts', facts });
    const [command] = api.sent;
    expect(command).toMatchObject({
      expectedVersion: 1,
      body: {
        fields: expect.arrayContaining(['workCapacity', 'permit']),
        protectedPermit: false,
        personDrawsBenefits: true,
      },
    });
    expect(JSON.stringify(command?.body)).not.toMatch(/percent|"C"/);
  });

  test('a second registration of the same person in the canton names the open case', async () => {
    const state = await api.giveCase(referred());
    api.sent.length = 0;
    const response = await post('/v1/cases', registration);
    const { code, details } = response.json();
    expect(code).toBe('already_registered');
    expect(details.caseId).toEqual(expect.any(String));
    expect(api.sent).toEqual([]);
    expect(state.id).toBeDefined();
  });
});
