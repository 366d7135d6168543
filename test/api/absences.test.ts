import { chainOf } from '../../infra/prisma/absence-store';
import { makeAuditStore } from '../../infra/prisma/audit-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { Absence } from '../../schemas/index';
import { makeTestApi } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
const name = { de: 'IV', fr: 'AI', it: 'AI', en: 'DI' };

beforeAll(async () => {
  api = await makeTestApi();
  await makeDirectoryStore(api.db).upsertInstitution({
    id: 'sg-iv',
    name,
    kind: 'iv',
    canton: 'sg',
    language: 'de',
    channel: 'kafka',
    contacts: [
      { userId: 'anna', role: 'contact' },
      { userId: 'beat', role: 'deputy' },
      { userId: 'chef', role: 'management' },
    ],
  });
});
afterAll(() => api.close());

const anna: TokenWish = { institution: 'sg-iv', role: 'contact', user: 'anna' };
const ask = async (
  method: 'POST' | 'GET' | 'DELETE',
  url: string,
  { as, payload }: { as: TokenWish; payload?: object },
) =>
  api.app.inject({
    method,
    url,
    headers: await api.bearer(as),
    ...(payload === undefined ? {} : { payload }),
  });
const enter = (as: TokenWish, payload: object) => ask('POST', '/v1/absences', { as, payload });

/** Far ahead, so that the day on which the tests run does not matter. */
const holidays = { from: '2031-07-07', to: '2031-07-18' };
const rolesOn = async (on: string) => {
  const directory = makeDirectoryStore(api.db);
  const [found] = await directory.listPresence({ institutionIds: ['sg-iv', 'sg-none'], on });
  return found?.roles;
};

describe('a contact who goes on holiday', () => {
  test('is away on these days, the deputy is there, and it is in the audit log', async () => {
    const response = await enter(anna, holidays);
    expect(response.statusCode).toBe(201);
    const { id, userId, institutionId } = Absence.parse(response.json());
    expect([userId, institutionId]).toEqual(['anna', 'sg-iv']);
    expect(await rolesOn('2031-07-06')).toEqual(['contact', 'deputy', 'management']);
    expect(await rolesOn('2031-07-07')).toEqual(['deputy', 'management']);
    expect(await rolesOn('2031-07-18')).toEqual(['deputy', 'management']);
    expect(await rolesOn('2031-07-19')).toEqual(['contact', 'deputy', 'management']);
    const gone = await ask('DELETE', `/v1/absences/${id}`, { as: anna });
    expect(gone.statusCode).toBe(204);
    expect(await rolesOn('2031-07-07')).toEqual(['contact', 'deputy', 'management']);
    const audit = makeAuditStore(api.db);
    const lines = await audit.listAudit(chainOf('sg-iv'), { limit: 10 });
    expect(lines.map(({ action, userId: by }) => `${action} ${by}`)).toEqual([
      'absence_entered anna',
      'absence_removed anna',
    ]);
    expect(await audit.findBreak(chainOf('sg-iv'))).toBeUndefined();
    expect((await ask('DELETE', `/v1/absences/${id}`, { as: anna })).statusCode).toBe(404);
  });

  test('is stood in for by a substitute, as long as that one is there', async () => {
    const away = { from: '2031-09-01', to: '2031-09-05' };
    await enter({ ...anna, user: 'beat' }, away);
    expect(await rolesOn('2031-09-02')).toEqual(['contact', 'management']);
    await enter(anna, { ...away, substitute: 'chef' });
    expect(await rolesOn('2031-09-02')).toEqual(['deputy', 'management']);
    await enter({ ...anna, user: 'chef' }, away);
    expect(await rolesOn('2031-09-02')).toEqual([]);
  });
});

describe('who may enter an absence of somebody else', () => {
  const forBeat = { userId: 'beat', from: '2032-02-02', to: '2032-02-03' };

  test.each([
    ['the management', { ...anna, user: 'chef' }, 201],
    ['a coordinator of the institution', { ...anna, role: 'coordinator', user: 'dora' }, 201],
    ['a colleague', anna, 403],
    ['an auditor', { ...anna, role: 'auditor', user: 'beat' }, 403],
  ])('%s', async (_who, as, status) => {
    expect((await enter(as, forBeat)).statusCode).toBe(status);
  });

  test('nobody of another institution sees or removes it', async () => {
    const rav: TokenWish = { institution: 'sg-rav', role: 'coordinator' };
    const list = await ask('GET', '/v1/absences', { as: anna });
    const [first] = list.json().items;
    expect(first).toBeDefined();
    expect((await ask('GET', '/v1/absences', { as: rav })).json()).toEqual({ items: [] });
    const removal = await ask('DELETE', `/v1/absences/${first.id}`, { as: rav });
    expect(removal.statusCode).toBe(404);
  });
});

describe('an absence that can not be', () => {
  test.each([
    ['ends before it begins', { from: '2031-02-02', to: '2031-02-01' }, 'to'],
    ['is over already', { from: '2020-01-01', to: '2020-01-02' }, 'to'],
    ['lasts for years', { from: '2031-01-01', to: '2035-01-01' }, 'to'],
    ['leaves the work to an unknown person', { ...holidays, substitute: 'nobody' }, 'substitute'],
    ['leaves the work to the absent person', { ...holidays, substitute: 'anna' }, 'substitute'],
  ])('%s', async (_fault, absence, path) => {
    const response = await enter(anna, absence);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ code: 'invalid_command', errors: [{ path }] });
  });
});
