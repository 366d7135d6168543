import { randomUUID } from 'node:crypto';
import { CaseView, TimelinePage } from '../../schemas/index';
import { eventually } from '../workflows/world';
import { openApiOnEngine } from './api-on-engine';
import { registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ api, close } = await openApiOnEngine());
}, 120_000);
afterAll(() => close());
const coordinator: TokenWish = { institution: 'sg-coo', role: 'coordinator' };

const { vn, ...unnumbered } = registration.person;
const person = (officialName: string) => ({ ...unnumbered, officialName });
const post = async (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...(await api.bearer()), ...headers },
  });
const give = (id: string, payload: object, headers: Record<string, string> = {}) =>
  post(`/v1/cases/${id}/commands`, payload, headers);
const read = async (id: string, wish?: TokenWish) =>
  api.app.inject({ url: `/v1/cases/${id}`, headers: await api.bearer(wish) });
const timelineOf = async (id: string, wish?: TokenWish): Promise<string[]> => {
  const headers = await api.bearer(wish);
  const found = await api.app.inject({ url: `/v1/cases/${id}/timeline?limit=100`, headers });
  if (found.statusCode !== 200) return [String(found.statusCode)];
  return TimelinePage.parse(found.json()).items.map(({ seq, type }) => `${String(seq)} ${type}`);
};
const registered = async (name: string, more: object = {}): Promise<CaseView> => {
  const made = await post('/v1/cases', { ...registration, person: person(name), ...more });
  if (made.statusCode !== 201) throw new Error(made.body);
  return CaseView.parse(made.json());
};
const closed = async (name: string): Promise<CaseView> => {
  const { id } = await registered(name);
  const answer = await give(id, { kind: 'closeCase', outcome: 'dropout' });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return CaseView.parse(answer.json().case);
};

describe('an unfinished registration', () => {
  test('is kept for the office alone, and becomes a case of all when it is submitted', async () => {
    const draft = await registered('Entwurf', { facts: {}, draft: true });
    expect(draft).toMatchObject({ status: 'draft', nextDue: { kind: 'T_PRE' } });
    expect(draft.verdict).toBeUndefined();
    expect((await read(draft.id, coordinator)).statusCode).toBe(404);
    expect(await timelineOf(draft.id, coordinator)).toEqual(['404']);
    const lists = await api.app.inject({
      url: '/v1/cases?limit=100',
      headers: await api.bearer(coordinator),
    });
    expect(lists.body).not.toContain(draft.id);

    const { facts } = registration;
    const added = await give(draft.id, { kind: 'updateFacts', facts });
    expect(added.json().case).toMatchObject({ status: 'draft' });
    expect(added.json().case.verdict).toBeUndefined();

    const submitted = await give(draft.id, { kind: 'submitDraft' });
    expect(submitted.json().case).toMatchObject({ status: 'criteria_check' });
    expect(CaseView.parse(submitted.json().case).verdict).toBeDefined();
    expect((await read(draft.id, coordinator)).statusCode).toBe(200);
    expect(await timelineOf(draft.id, coordinator)).toContain('1 caseRegistered');
  });

  test('ends with the pre-clarification where one institution is enough', async () => {
    const draft = await registered('Vorab', { draft: true });
    const answer = await give(draft.id, { kind: 'preclarifyCase', goesOn: false });
    expect(answer.json().case).toMatchObject({
      status: 'closed',
      outcome: 'back_to_single_institution',
    });
  });

  test('is not registered beside an open case of the same person', async () => {
    const body = { ...registration, person: { ...person('Doppelt'), vn } };
    const draft = CaseView.parse((await post('/v1/cases', { ...body, draft: true })).json());
    const open = CaseView.parse((await post('/v1/cases', body)).json());
    const refused = await give(draft.id, { kind: 'submitDraft' });
    expect(refused.json()).toMatchObject({
      code: 'already_registered',
      details: { caseId: open.id },
    });
    await give(open.id, { kind: 'closeCase', outcome: 'dropout' });
    expect((await give(draft.id, { kind: 'submitDraft' })).statusCode).toBe(200);
    // The other one can not be opened again now: two would be counted.
    const reopened = await give(open.id, { kind: 'reopenCase' });
    expect(reopened.json()).toMatchObject({
      code: 'already_registered',
      details: { caseId: draft.id },
    });
  });
});

describe('a closed case that is opened again', () => {
  test('goes on where it ended, with one history and a running engine', async () => {
    const { id, version } = await closed('Rückfall');
    const key = { 'idempotency-key': randomUUID() };
    const answer = await give(id, { kind: 'reopenCase' }, key);
    expect(answer.json().case).toMatchObject({ status: 'criteria_check' });
    const again = await give(id, { kind: 'reopenCase' }, key);
    expect(again.json()).toMatchObject({ version: answer.json().version });

    const next = await give(id, { kind: 'closeCase', outcome: 'socially_stabilised' });
    expect(next.json().case).toMatchObject({ status: 'closed', outcome: 'socially_stabilised' });
    const events = await timelineOf(id);
    expect(events.map((one) => one.split(' ')[0])).toEqual(
      events.map((_one, index) => String(index + 1)),
    );
    expect(events).toContain(`${String(version + 1)} caseReopened`);
    expect(events.filter((one) => one.endsWith('caseReopened'))).toHaveLength(1);
  });

  test('is opened once, by whoever of two comes first', async () => {
    const { id } = await closed('Zugleich');
    const both = await Promise.all([
      give(id, { kind: 'reopenCase' }),
      give(id, { kind: 'reopenCase' }),
    ]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    const events = await timelineOf(id);
    expect(events.filter((one) => one.endsWith('caseReopened'))).toHaveLength(1);
  });

  test('takes other commands no more than before', async () => {
    const { id } = await closed('Vorbei');
    const refused = await give(id, { kind: 'acknowledgeRegistration' });
    expect(refused.json().code).toBe('not_allowed_in_this_state');
  });
});

describe('a new case of a person who had one before', () => {
  test('says which one it continues', async () => {
    const earlier = await closed('Wieder');
    const later = await registered('Wieder', { continues: earlier.id });
    expect(later.links).toEqual([{ caseId: earlier.id, link: 'continues' }]);
    // And the earlier one says where it goes on.
    const links = await eventually(async () =>
      CaseView.parse((await read(earlier.id)).json()).links?.filter(
        ({ link }) => link === 'continued_by',
      ),
    );
    expect(links).toEqual([{ caseId: later.id, link: 'continued_by' }]);
  });

  test('continues no case of somebody else, no open one, and none that is not to be seen', async () => {
    const codeOf = async (name: string, continues: string): Promise<string> =>
      (await post('/v1/cases', { ...registration, person: person(name), continues })).json().code;
    const earlier = await closed('Anders');
    expect(await codeOf('Fremd', earlier.id)).toBe('not_the_same_person');
    expect(await codeOf('Anders', randomUUID())).toBe('not_found');
    const open = await registered('Offen');
    expect(await codeOf('Offen', open.id)).toBe('already_registered');
  });
});
