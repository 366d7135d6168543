import { loadPolicies } from '../../infra/policies';
import { calendarsFor } from '../../infra/calendars/calendars';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { runningIn } from '../../domain/criteria/adoption';
import { Forecast } from '../../schemas/index';
import type { ForecastEntry } from '../../schemas/index';
import { Play } from '../support/builders';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

/** Monday 16 February 2026, nine o'clock in Switzerland. */
const clock = {
  engineOrigin: new Date().toISOString(),
  domainOrigin: '2026-02-16T08:00:00.000Z',
  rate: 1,
};
const documents = loadPolicies();
const policy = documents
  .map((document) => runningIn(document, 'sg'))
  .find((one) => one !== undefined && one.model !== 'mandatory_referral')!;
const calendar = calendarsFor('sg', 2025, 2029);

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi(undefined, (parts) => ({
    ...parts,
    clock: { getClock: async () => clock },
  }));
  for (const document of documents) await makePolicyStore(api.db).publishPolicy(document);
  await makeCalendarStore(api.db).publishCalendar(calendar);
});
afterAll(() => api.close());

const sent = (from: string, to: string): Play =>
  new Play({ policy, calendar })
    .admitted(from)
    .on('2026-02-12')
    .do(from, { kind: 'sendReferral', to, purpose: 'livelihood', reciprocity: true })
    .until('2026-02-15');

const look = async (as: TokenWish, query = ''): Promise<Forecast> => {
  const url = `/v1/forecast${query}`;
  const response = await api.app.inject({ url, headers: await api.bearer(as) });
  expect(response.statusCode).toBe(200);
  return Forecast.parse(response.json());
};
const coordinator: TokenWish = { institution: 'sg-coo', role: 'coordinator' };
const steps = (items: readonly ForecastEntry[], referralId?: string) =>
  items
    .filter((entry) => entry.referralId === referralId)
    .map(({ on, kind, deadline, level }) => [on, kind, deadline, level]);

describe('an office that looks at what will happen if nobody acts', () => {
  test('sees the reminders and escalations of the next days, and who will be told', async () => {
    const { id } = await api.giveCase(sent('sg-rav-a', 'sg-sh-a'));
    const { items, ...about } = await look({ institution: 'sg-sh-a' }, '?days=30');
    expect(about).toEqual({
      from: '2026-02-16',
      to: '2026-03-18',
      cases: { total: 1, looked: 1, withoutRules: 0 },
    });
    expect(new Set(items.map(({ caseId }) => caseId))).toEqual(new Set([id]));
    expect(steps(items, 'R1')).toEqual([
      ['2026-02-24', 'reminder', 'T_DEC', 'L0'],
      ['2026-02-26', 'reminder', 'T_DEC', 'L1'],
      ['2026-03-05', 'escalation', 'T_DEC', 'L2'],
      ['2026-03-12', 'escalation', 'T_DEC', 'L3'],
    ]);
    const told = items.find(({ level, referralId }) => level === 'L2' && referralId === 'R1');
    expect(told?.recipients).toContainEqual({ institutionId: 'sg-coo', role: 'coordinator' });
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted());
  });

  test('only of cases it may see', async () => {
    await api.giveCase(sent('sg-rav-b', 'sg-sh-b'));
    const seen = async (as: TokenWish) => (await look(as)).cases.total;
    expect(await seen({ institution: 'sg-sh-b' })).toBe(1);
    expect(await seen({ institution: 'sg-iv-b' })).toBe(0);
    expect(await seen(coordinator)).toBeGreaterThanOrEqual(2);
    expect(await seen({ institution: 'zh-coo', role: 'coordinator' })).toBe(0);
    expect(await seen({ institution: 'sg-coo', role: 'strategic' })).toBe(0);
  });

  test('only what one office owes, when it is asked for', async () => {
    await api.giveCase(sent('sg-rav-c', 'sg-sh-c'));
    const { items } = await look(coordinator, '?days=30&institution=sg-sh-c');
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ owedBy }) => owedBy))).toEqual(new Set(['sg-sh-c']));
  });

  test('with the deputy where the contact will be away that day', async () => {
    const id = 'sg-sh-d';
    await makeDirectoryStore(api.db).upsertInstitution({
      id,
      name: { de: id, fr: id, it: id, en: id },
      kind: 'sh',
      canton: 'sg',
      language: 'de',
      channel: 'kafka',
      contacts: [
        { userId: 'c', role: 'contact', absentFrom: '2026-02-24', absentTo: '2026-02-24' },
        { userId: 'd', role: 'deputy' },
        { userId: 'm', role: 'management' },
      ],
    });
    await api.giveCase(sent('sg-rav-d', id));
    const { items } = await look({ institution: id }, '?days=12');
    const roles = items
      .filter(({ referralId }) => referralId === 'R1')
      .map(({ on, recipients }) => [on, ...recipients.map(({ role }) => role)]);
    expect(roles).toEqual([
      ['2026-02-24', 'deputy'],
      ['2026-02-26', 'contact'],
    ]);
  });

  test('with the colleague who works on the case, of the own office alone', async () => {
    const { id } = await api.giveCase(sent('sg-rav-e', 'sg-sh-e'));
    const as: TokenWish = { institution: 'sg-sh-e' };
    await api.app.inject({
      method: 'PUT',
      url: `/v1/cases/${id}/responsible`,
      headers: await api.bearer(as),
      payload: { userId: 'nora' },
    });
    const people = async (who: TokenWish) =>
      (await look(who, '?days=14')).items
        .filter(({ caseId, owedBy }) => caseId === id && owedBy === 'sg-sh-e')
        .map(({ responsible }) => responsible);
    expect(new Set(await people(as))).toEqual(new Set(['nora']));
    expect(new Set(await people(coordinator))).toEqual(new Set([undefined]));
  });

  test('with the new check of the criteria on the day a fact changes, and keeps no verdict of it', async () => {
    const changes = new Play({ policy, calendar }).registered('sg-rav-f');
    const verdict = {
      verdictId: 'v-f',
      policyId: policy.id,
      policyVersion: policy.version,
      outcome: 'admitted' as const,
      missing: [],
      route: [],
      reviewOn: '2026-02-18',
    };
    const engine = { userId: 'engine', role: 'system' } as const;
    const { id } = await api.giveCase(changes.do(engine, { kind: 'recordVerdict', verdict }));
    const { items } = await look({ institution: 'sg-rav-f' }, '?days=14');
    const check = items.find(({ deadline }) => deadline === 'T_FACTS');
    expect(check).toMatchObject({ on: '2026-02-18', kind: 'expiry', caseId: id });
    expect(check?.then).toContain('verdictProposed');
    const kept = await api.app.inject({
      url: `/v1/cases/${id}/verdicts`,
      headers: await api.bearer({ institution: 'sg-rav-f' }),
    });
    expect(kept.json().items).toEqual([]);
  });

  test('page by page, each case once, and says how many there are', async () => {
    const as: TokenWish = { institution: 'sg-sh-g' };
    const given: string[] = [];
    for (let count = 0; count < 5; count += 1)
      given.push((await api.giveCase(sent('sg-rav-g', 'sg-sh-g'))).id);
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const page = await look(as, `?days=14&limit=2${after}`);
      expect(page.cases).toMatchObject({ total: 5 });
      seen.push(...new Set(page.items.map(({ caseId }) => caseId)));
      if (page.next === undefined) break;
      after = `&after=${page.next}`;
    }
    expect(seen.toSorted()).toEqual(given.toSorted());
  });

  test('is told how many cases could not be seen ahead, for want of their rules', async () => {
    const lost = play().admitted('sg-rav-h').do('sg-rav-h', {
      kind: 'sendReferral',
      to: 'sg-sh-h',
      purpose: 'livelihood',
      reciprocity: true,
    });
    await api.giveCase(lost);
    const { cases, items } = await look({ institution: 'sg-sh-h' });
    expect([cases, items]).toEqual([{ total: 1, looked: 0, withoutRules: 1 }, []]);
  });

  test('for no more than sixty days', async () => {
    const headers = await api.bearer();
    const response = await api.app.inject({ url: '/v1/forecast?days=61', headers });
    expect(response.json()).toMatchObject({ code: 'malformed' });
  });
});
