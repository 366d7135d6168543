import { randomUUID } from 'node:crypto';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import { makeCaseWorker } from '../../infra/temporal/worker';
import { CasePage, CaseView, DossierView, LetterView, languages } from '../../schemas/index';
import { makeStartHandover } from '../../workers/start-handover';
import { makeSubmit } from '../../workers/submit';
import { wireActivities } from '../../workers/wire';
import { identityClock } from '../../domain/deadlines/clock';
import { taskQueue } from '../../workflows/contract';
import { tolerateLateRetries } from '../support/late-retries';
import { ownNamespace } from '../workflows/own-namespace';
import { eventually } from '../workflows/world';
import { makeTestApi, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
let stop: () => Promise<void>;

beforeAll(async () => {
  tolerateLateRetries();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const own = await ownNamespace();
  api = await makeTestApi(own);
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  for (const canton of ['sg', 'zh'] as const)
    await makeCalendarStore(api.db).publishCalendar(calendarsFor(canton, year - 1, year + 5));
  for (const id of ['sg-iv', 'sg-sh', 'sg-rav', 'zh-coo'])
    await makeDirectoryStore(api.db).upsertInstitution({
      id,
      name: { de: `Amt ${id}`, fr: `Office ${id}`, it: `Ufficio ${id}`, en: `Office ${id}` },
      kind: id.slice(3) as 'iv',
      canton: id.slice(0, 2) as 'sg',
      language: 'de',
      channel: 'kafka',
      contacts: [],
    });
  const connection = await NativeConnection.connect({ address: own.address });
  const temporal = connectTemporal({
    temporalAddress: own.address,
    temporalNamespace: own.namespace,
  });
  const clockStore = { getClock: async () => identityClock };
  const submit = makeSubmit({ client: temporal.client, clockStore });
  const { activities, db } = wireActivities({
    ...api.machines,
    submit,
    startHandover: makeStartHandover(temporal.client),
  });
  const worker = await makeCaseWorker({
    connection,
    namespace: own.namespace,
    taskQueue,
    workflows: { path: require.resolve('../../workflows/index') },
    activities,
  });
  const running = worker.run();
  stop = async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await temporal.close();
    await db.$disconnect();
  };
}, 120_000);
afterAll(async () => {
  await stop();
  await api.close();
});

type Wish = Parameters<TestApi['bearer']>[0];
const coordinator = (canton: 'sg' | 'zh'): Wish => ({
  institution: `${canton}-coo`,
  role: 'coordinator',
});
const get = async (url: string, wish?: Wish) =>
  api.app.inject({ url, headers: await api.bearer(wish) });
const post = async (url: string, payload: object, wish?: Wish) =>
  api.app.inject({ method: 'POST', url, payload, headers: await api.bearer(wish) });
const read = async (id: string, wish?: Wish): Promise<CaseView> =>
  CaseView.parse((await get(`/v1/cases/${id}`, wish)).json());
const command = async (id: string, body: object, wish?: Wish): Promise<void> => {
  const response = await post(`/v1/cases/${id}/commands`, body, wish);
  expect(response.json()).not.toHaveProperty('code');
};

const consent = { status: 'given', recipients: ['rav', 'sh', 'iv'] };
const register = async (vn: string, wish?: Wish): Promise<string> => {
  const payload = {
    ...registration,
    person: { ...registration.person, vn, language: 'it' },
    facts: {
      ...registration.facts,
      consent,
      goal: 'sustainable_integration_primary_market',
      registrations: [
        { institution: 'rav', state: 'active' },
        { institution: 'sh', state: 'active' },
      ],
    },
  };
  const response = await post('/v1/cases', payload, wish);
  expect(response.statusCode).toBe(201);
  return CaseView.parse(response.json()).id;
};

describe('a person who was registered by two offices', () => {
  test('is one case again once a coordinator has said so', async () => {
    const vn = '756.0000.0010.09';
    const first = await register(vn);
    const second = await register(vn, { institution: 'sg-sh' });
    const later = await read(second, coordinator('sg'));
    expect(later).toMatchObject({ mergeWith: first, verdict: { outcome: 'merge', sameAs: first } });
    expect(later.deadlines.map(({ key }) => key)).toContain('T_MERGE');
    expect((await read(first)).mergeWith).toBeUndefined();
    await command(second, { kind: 'acceptMerge' }, coordinator('sg'));
    expect(await read(second, coordinator('sg'))).toMatchObject({
      status: 'closed',
      outcome: 'duplicate',
      links: [{ caseId: first, link: 'merged_into' }],
    });
    const kept = await eventually(async () => {
      const found = await read(first);
      return found.links === undefined ? undefined : found;
    });
    expect(kept.links).toMatchObject([{ caseId: second, link: 'merged_from', office: 'sg-sh' }]);
    // The facts of the second registration stay readable where they are.
    const annex = kept.links?.[0]?.annex;
    expect(
      await api.db.dossierRecord.findFirst({ where: { caseId: second, ref: annex! } }),
    ).not.toBeNull();
    // Social aid registered the person too: it sees the case that stayed.
    expect((await get(`/v1/cases/${first}`, { institution: 'sg-sh' })).statusCode).toBe(200);
  });
});

describe('a person who moves from St. Gallen to Zürich', () => {
  const listZh = async () =>
    CasePage.parse((await get('/v1/cases?limit=50', coordinator('zh'))).json()).items;

  test('takes along exactly what the new consent names', async () => {
    const id = await register('756.0000.0002.00');
    await command(id, { kind: 'moveCanton', to: 'zh' });
    expect(await read(id)).toMatchObject({ leavingTo: 'zh' });
    expect(await listZh()).toEqual([]);
    const handover = {
      status: 'given',
      recipients: ['coo'],
      fieldGroups: ['identity', 'problem_areas'],
      handoverTo: 'zh',
    };
    await command(id, { kind: 'recordConsent', consent: handover });
    const closed = await eventually(async () => {
      const found = await read(id);
      return found.status === 'closed' ? found : undefined;
    });
    const [there] = await listZh();
    expect(closed).toMatchObject({
      outcome: 'moved_canton',
      links: [{ caseId: there?.id, link: 'moved_to' }],
    });
    expect(await read(there!.id, coordinator('zh'))).toMatchObject({
      canton: 'zh',
      policyId: 'ZH-netzwerk',
      registeredBy: 'zh-coo',
      consent: 'given',
      links: [{ caseId: id, link: 'moved_from' }],
    });
    const dossier = DossierView.parse(
      (await get(`/v1/cases/${there!.id}/dossier`, coordinator('zh'))).json(),
    );
    expect(dossier.person).toMatchObject({ officialName: 'Beispiel', firstName: 'Ruth' });
    expect(dossier.person).not.toHaveProperty('vn');
    expect(Object.keys(dossier.facts).sort()).toEqual(['consent', 'problemAreas', 'residence']);
    expect(dossier.facts['residence']).toEqual({ canton: 'zh' });
    // Nobody in Zürich sees the old case, nobody in St. Gallen the new one.
    expect((await get(`/v1/cases/${id}`, coordinator('zh'))).statusCode).toBe(404);
    expect((await get(`/v1/cases/${there!.id}`)).statusCode).toBe(404);
  });

  test('can not move to a canton without an office that could help', async () => {
    const id = await register('756.0000.0003.09');
    const response = await post(`/v1/cases/${id}/commands`, { kind: 'moveCanton', to: 'ju' });
    expect(response.json()).toMatchObject({ code: 'unknown_policy', details: { canton: 'ju' } });
    expect((await read(id)).leavingTo).toBeUndefined();
  });

  test('gets the address there in the own language, and reads that nothing was sent', async () => {
    const id = await register('756.0000.0004.08');
    expect((await get(`/v1/cases/${id}/moving-letter`)).json().code).toBe(
      'not_allowed_in_this_state',
    );
    await command(id, { kind: 'moveCanton', to: 'zh' });
    const letter = LetterView.parse((await get(`/v1/cases/${id}/moving-letter`)).json());
    expect(letter).toMatchObject({ language: 'it', title: 'Si trasferisce in un altro Cantone' });
    expect(letter.paragraphs[0]).toContain('Ufficio zh-coo');
    expect(letter.paragraphs[1]).toBe('Nessuno dei Suoi dati vi è stato trasmesso.');
  });
});

describe('a person who withdraws the consent', () => {
  test('reads in the own language what stops and what goes on by law', async () => {
    const id = await register('756.0000.0005.07');
    await command(id, { kind: 'confirmVerdict', outcome: 'admitted', reason: 'hardship' });
    await command(id, { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
    const toSh = { kind: 'sendReferral', to: 'sg-sh', purpose: 'livelihood', reciprocity: true };
    await command(id, toSh);
    const url = `/v1/cases/${id}/withdrawal-letter`;
    expect((await get(url)).json().code).toBe('not_allowed_in_this_state');
    await command(id, { kind: 'withdrawConsent' }, { institution: 'sg-sh' });
    expect((await get(url, { institution: 'sg-sh' })).json().code).toBe('not_permitted');
    const titles = new Set<string>();
    for (const language of languages) {
      const letter = LetterView.parse((await get(`${url}?language=${language}`)).json());
      titles.add(letter.title);
      const text = letter.paragraphs.join('\n');
      // No place of a text stays unfilled, and no fact of the person is in it.
      expect(text).not.toMatch(/[{}]|letter\.|legalBasis\.|Beispiel|Ruth/);
      expect(text).toMatch(/sg-rav.*sg-sh/);
      expect(text).toMatch(/sg-rav.*sg-iv.*35a/);
    }
    expect(titles.size).toBe(4);
    expect(LetterView.parse((await get(url)).json()).language).toBe('it');
  });

  test('is no longer read by the office whose right came from the consent', async () => {
    const id = await register('756.0000.0006.06');
    await command(id, { kind: 'confirmVerdict', outcome: 'admitted', reason: 'hardship' });
    const toSh = { kind: 'sendReferral', to: 'sg-sh', purpose: 'livelihood', reciprocity: true };
    await command(id, toSh);
    const dossier = (): ReturnType<typeof get> =>
      get(`/v1/cases/${id}/dossier`, { institution: 'sg-sh' });
    expect((await dossier()).statusCode).toBe(200);
    await command(id, { kind: 'withdrawConsent' });
    expect((await dossier()).json()).toMatchObject({ code: 'consent_withdrawn' });
    const other = randomUUID();
    expect((await get(`/v1/cases/${other}/dossier`)).statusCode).toBe(404);
  });
});
