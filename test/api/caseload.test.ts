import { randomUUID } from 'node:crypto';
import { chainOf } from '../../infra/prisma/absence-store';
import { makeAuditStore } from '../../infra/prisma/audit-store';
import { CasePage, Reassigned, SilencePatterns } from '../../schemas/index';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
});
afterAll(() => api.close());

const anna: TokenWish = { institution: 'sg-rav', user: 'anna' };
const inject = async (
  method: 'GET' | 'PUT' | 'POST',
  url: string,
  { as = anna, payload }: { as?: TokenWish; payload?: object } = {},
) =>
  api.app.inject({
    method,
    url,
    headers: await api.bearer(as),
    ...(payload === undefined ? {} : { payload }),
  });

const givenTo = async (userId: string): Promise<string> => {
  const { id } = await api.giveCase(play().admitted('sg-rav'));
  await inject('PUT', `/v1/cases/${id}/responsible`, { payload: { userId } });
  return id;
};
const worksOn = async (userId: string, as: TokenWish = anna): Promise<string[]> => {
  const page = await inject('GET', `/v1/cases?responsible=${userId}`, { as });
  return CasePage.parse(page.json()).items.map(({ id }) => id);
};
const reassign = async (payload: object, as: TokenWish = anna) =>
  inject('POST', '/v1/caseload/reassign', { as, payload });

describe('who works on a case', () => {
  test('is said within an institution, found in the list, and in the audit log of the case', async () => {
    const id = await givenTo('urs');
    const read = await inject('GET', `/v1/cases/${id}/responsible`);
    expect(read.json()).toEqual({ caseId: id, institutionId: 'sg-rav', userId: 'urs' });
    expect(await worksOn('urs')).toEqual([id]);
    const lines = await makeAuditStore(api.db).listAudit(id, { limit: 5 });
    expect(lines.map(({ action, userId }) => [action, userId])).toEqual([
      ['responsible_assigned', 'anna'],
    ]);
  });

  test('is nobody else’s business: another institution has people of its own', async () => {
    const { id } = await api.giveCase(
      play()
        .admitted('sg-rav')
        .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' }),
    );
    const url = `/v1/cases/${id}/responsible`;
    await inject('PUT', url, { payload: { userId: 'vera' } });
    const iv: TokenWish = { institution: 'sg-iv', user: 'ines' };
    expect((await inject('GET', url, { as: iv })).json()).toEqual({
      caseId: id,
      institutionId: 'sg-iv',
    });
    expect(await worksOn('vera', iv)).toEqual([]);
    const coordination: TokenWish = { institution: 'sg-coo', role: 'coordinator' };
    expect(await worksOn('vera', coordination)).toEqual([]);
    const stranger = await inject('PUT', url, {
      as: { institution: 'sg-sh' },
      payload: { userId: 'ines' },
    });
    expect(stranger.statusCode).toBe(404);
    const auditor = await inject('PUT', url, {
      as: { institution: 'sg-rav', role: 'auditor' },
      payload: { userId: 'x' },
    });
    expect(auditor.statusCode).toBe(403);
  });
});

describe('a colleague leaves and the cases go to another', () => {
  test('first one looks, nothing moves; then all open ones move at once', async () => {
    const open = [await givenTo('maria'), await givenTo('maria')].toSorted();
    const other = await givenTo('nora');
    const closed = await givenTo('maria');
    await api.db.caseRecord.update({ where: { id: closed }, data: { status: 'closed' } });
    const asMaria: TokenWish = { institution: 'sg-rav', user: 'maria' };
    const looked = await reassign({ from: 'maria', to: 'nora' }, asMaria);
    const preview = Reassigned.parse(looked.json());
    expect(preview).toEqual({ dryRun: true, count: 2, caseIds: open });
    expect(await worksOn('nora')).toEqual([other]);
    const moved = await reassign({ from: 'maria', to: 'nora', dryRun: false }, asMaria);
    expect(Reassigned.parse(moved.json())).toEqual({ ...preview, dryRun: false });
    expect((await worksOn('nora')).toSorted()).toEqual([...open, other].toSorted());
    expect(await worksOn('maria')).toEqual([closed]);
    const audit = makeAuditStore(api.db);
    const ofOffice = await audit.listAudit(chainOf('sg-rav'), { limit: 5 });
    expect(ofOffice.map(({ action }) => action)).toEqual(['caseload_previewed']);
    for (const id of open) {
      const lines = await audit.listAudit(id, { limit: 5 });
      expect(lines.map(({ action }) => action)).toEqual([
        'responsible_assigned',
        'responsible_reassigned',
      ]);
    }
    const again = await reassign({ from: 'maria', to: 'nora', dryRun: false }, asMaria);
    expect(again.json()).toEqual({ dryRun: false, count: 0, caseIds: [] });
  });

  test('not by a colleague without that task, and not to the same person', async () => {
    const wish = { from: 'maria', to: 'nora' };
    expect((await reassign(wish)).statusCode).toBe(403);
    const lead: TokenWish = { institution: 'sg-rav', role: 'coordinator' };
    expect((await reassign(wish, lead)).statusCode).toBe(200);
    expect((await reassign({ from: 'nora', to: 'nora' }, lead)).statusCode).toBe(422);
  });
});

describe('what the strategic level sees of silence', () => {
  const silent = async (to: string, level: string, at = new Date()): Promise<void> => {
    const caseId = randomUUID();
    await api.db.referralRecord.create({
      data: {
        caseId,
        referralId: 'R1',
        canton: 'sg',
        status: 'sent',
        fromInstitution: 'sg-rav',
        toInstitution: to,
        purpose: 'placement',
        sentAt: at,
      },
    });
    const event = { type: 'deadlineReached', data: { level, referralId: 'R1', owedBy: to } };
    await api.db.caseEventRecord.create({
      data: {
        caseId, seq: 1, version: 1, canton: 'sg', type: 'deadlineReached', at, cause: 'spec', event,
      }, // prettier-ignore
    });
  };

  test('pairs of institutions that stayed silent often enough, and no case', async () => {
    for (const level of ['L3', 'L3', 'L4', 'L3', 'L3']) await silent('sg-iv', level);
    for (let count = 0; count < 4; count += 1) await silent('sg-if', 'L3');
    for (let count = 0; count < 6; count += 1) await silent('sg-sh', 'L2');
    const old = new Date('2001-01-01');
    for (let count = 0; count < 6; count += 1) await silent('sg-bslb', 'L3', old);
    const as: TokenWish = { institution: 'sg-coo', role: 'strategic' };
    const response = await inject('GET', '/v1/patterns', { as });
    expect(SilencePatterns.parse(response.json()).items).toEqual([
      { from: 'sg-rav', to: 'sg-iv', count: 5, highest: 'L4' },
    ]);
    expect(response.body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    const elsewhere: TokenWish = { institution: 'zh-coo', role: 'strategic' };
    expect((await inject('GET', '/v1/patterns', { as: elsewhere })).json().items).toEqual([]);
    expect((await inject('GET', '/v1/patterns')).statusCode).toBe(403);
  });
});
