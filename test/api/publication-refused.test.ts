import { stringify } from 'yaml';
import { forCanton, makeCriteria } from '../../domain/criteria/advise';
import type { CaseState } from '../../domain/case/state';
import { addDays, localDate, localInstant } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makeRolloutStore } from '../../infra/prisma/rollout-store';
import { makeVerdictStore } from '../../infra/prisma/verdict-store';
import { Play, rulesOf } from '../support/builders';
import { makeTestApi } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import { edited, newest, today } from './rules-texts';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
  await makeCalendarStore(api.db).publishCalendar(calendarsFor('sg', 2025, 2034));
});
afterAll(() => api.close());

const coordinator = { institution: 'sg-coo', role: 'coordinator' };
const post = async (url: string, text: string, wish: object = {}) => {
  const { type = 'application/yaml', ...who } = {
    ...coordinator,
    ...wish,
  } as typeof coordinator & {
    type?: string;
  };
  return api.app.inject({
    method: 'POST',
    url,
    payload: text,
    headers: { 'content-type': type, ...(await api.bearer(who)) },
  });
};
const codeOf = (response: { statusCode: number; json: () => { code?: string } }) =>
  [response.statusCode, response.json().code] as const;

const base = newest('SG-regelstruktur');
const url = '/v1/policies/SG-regelstruktur/preview';
const text = edited(base, { version: 'next' });
const lineWith = (all: string, part: string): number =>
  all.slice(0, all.indexOf(part)).split('\n').length;

describe('somebody who may not publish', () => {
  it.each([
    ['an officer', { institution: 'sg-rav', role: 'officer' }],
    ['an auditor', { institution: 'sg-coo', role: 'auditor' }],
    ['the coordinator of another canton', { institution: 'zh-coo', role: 'coordinator' }],
  ])('%s is told so, for every text and every route', async (_, who) => {
    for (const route of [url, '/v1/policies'])
      expect(codeOf(await post(route, text, who))).toEqual([403, 'not_permitted']);
    const calendar = stringify({ canton: 'sg', corrections: [] });
    for (const route of ['/v1/calendars/sg/preview', '/v1/calendars/sg'])
      expect(codeOf(await post(route, calendar, who))).toEqual([403, 'not_permitted']);
  });

  it('nobody takes the policy of another canton over by adding the own', async () => {
    const adoptedBy = [{ canton: 'zh' as const, coordination: 'zh-coo' }];
    const taken = edited(base, { version: 'taken', adoptedBy, parameters: { ...base.parameters } });
    const who = { institution: 'zh-coo', role: 'coordinator' };
    expect(codeOf(await post('/v1/policies', taken, who))).toEqual([403, 'not_permitted']);
  });
});

describe('a coordinator who sends a text with a mistake', () => {
  const cases: [string, string, object][] = [
    ['no YAML at all', 'running: [', { rule: 'yaml', line: 1 }],
    ['an empty text', '', { line: 1 }],
    [
      'an unknown fact',
      text.replace('goal = "sustainable', 'gaol = "sustainable'),
      { rule: 'goal', line: lineWith(text, 'goal = "sustainable') },
    ],
    [
      'an expression that is none',
      text.replace('when: samePersonActive', 'when: samePersonActive and'),
      { rule: 'same_person_active', line: lineWith(text, 'when: samePersonActive') },
    ],
    [
      'a field that does not exist',
      text.replace('knownSince:', 'knownSinse:'),
      { file: 'SG-regelstruktur.yaml' },
    ],
    [
      'a policy of another name than in the address',
      edited(newest('SZ-koordinator'), { version: 'next' }),
      { rule: 'running.id', expected: '"SG-regelstruktur"' },
    ],
    [
      'a version that is said to have been known before today',
      edited(base, { version: 'next', knownSince: addDays(today(), -1) }),
      { rule: 'knownSince', expected: `${today()} or a later day` },
    ],
  ];
  it.each(cases)(
    'learns for %s the file, the line, the rule and what was expected',
    async (_, bad, at) => {
      const response = await post(url, bad);
      expect(codeOf(response)).toEqual([422, 'rules_invalid']);
      const all = { file: expect.any(String), line: expect.any(Number), rule: expect.any(String) };
      expect(response.json().errors).toContainEqual(
        expect.objectContaining({ ...all, expected: expect.any(String), ...at }),
      );
    },
  );

  it('learns the same of corrections of a calendar', async () => {
    const response = await post(
      '/v1/calendars/sg',
      'canton: sg\ncorrections:\n  - day: 02-30\n    closed: true\n',
    );
    expect(codeOf(response)).toEqual([422, 'rules_invalid']);
    expect(response.json().errors[0]).toMatchObject({ file: 'sg.yaml', line: 3 });
  });

  it('must send a text, and not too much of it', async () => {
    const json = await post(url, '{}', { type: 'application/json' });
    expect(codeOf(json)).toEqual([415, 'unsupported_media_type']);
    expect(codeOf(await post(url, `#${'x'.repeat(300_000)}`))).toEqual([413, 'too_large']);
    const bomb = `a: &a [${'x,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`;
    expect(codeOf(await post(url, bomb))).toEqual([422, 'rules_invalid']);
  });

  it('finds nothing stored', async () => {
    expect(await api.db.policyRecord.count({ where: { id: 'SG-regelstruktur' } })).toBe(
      loadPolicies().filter(({ running }) => running.id === 'SG-regelstruktur').length,
    );
    expect(await api.db.rolloutRecord.count()).toBe(0);
  });
});

describe('a version for days gone by', () => {
  const name = 'SG-regelstruktur';
  /** A case with its verdict of that day, as the rules of that day gave it. */
  const judged = async (registeredOn: string, judgedOn: string, id = name): Promise<CaseState> => {
    const rules = rulesOf('sg', { id, version: base.running.version });
    const at = localInstant(registeredOn, '09:00');
    const state = await api.giveCase(new Play(rules, at).registered('sg-rav'));
    const keyring = loadKeyring(api.machines.masterKeyFile);
    const { facts, person } = await makeDossierStore(api.db, keyring).getDossier(
      state.id,
      state.dossierRef,
    );
    const decidedAt = localInstant(judgedOn, '09:00');
    await makeVerdictStore(api.db, keyring).saveVerdict({
      verdictId: `${state.id}:1`,
      caseId: state.id,
      dossierRef: state.dossierRef,
      decidedAt,
      verdict: makeCriteria(makeExpressions())({
        document: forCanton(base, 'sg'),
        duties: [],
        facts,
        birthDate: person.birthDate,
        on: localDate(decidedAt),
      }),
    });
    return state;
  };

  it('lists exactly the open cases it touches, and moves none of them', async () => {
    const touched = await judged('2026-02-02', '2026-02-03');
    await judged('2026-02-02', '2026-06-01'); // open then, and judged under other rules
    await judged('2026-06-01', '2026-06-01'); // begun after the period
    await judged('2026-02-02', '2026-02-03', 'SG-spec'); // under another policy
    const [closing] = base.exceptions;
    const exceptions = [
      {
        ...closing!,
        id: 'closed_then',
        when: 'residence.canton = "sg"',
        then: 'not_admitted' as const,
      },
    ];
    const period = { validFrom: '2026-01-01', validTo: '2026-03-31' };
    const response = await post(url, edited(base, { version: 'then', exceptions, ...period }));
    expect(response.json()).toMatchObject({ checked: 2, touched: 1, summary: { adopting: 0 } });
    expect(response.json().items).toEqual([
      {
        caseId: touched.id,
        status: 'registered',
        moves: false,
        routes: { gained: [], lost: [] },
        duties: { gained: [], lost: [] },
        deadlines: [],
        pastVerdicts: [
          { verdictId: `${touched.id}:1`, given: expect.any(String), would: 'not_admitted' },
        ],
      },
    ]);
    expect(response.body).not.toMatch(/Beispiel|Ruth|1991-05/);
  });
});

describe('a rollout that is under way', () => {
  it('is seen by the cantons it is for, each with its own cases that failed', async () => {
    const own = await api.giveCase(new Play(rulesOf('sg')).registered('sg-rav'));
    const other = await api.giveCase(new Play(rulesOf('zh')).registered('zh-sh'));
    const store = makeRolloutStore(api.db);
    const rules = { kind: 'policy', subject: 'TYPE2-generic', version: '9' } as const;
    await store.begin({
      id: 'policy-TYPE2-generic-9',
      rules: { ...rules, cantons: ['sg', 'zh'] },
      startsOn: '2026-12-01',
      startedAt: '2026-11-25T08:00:00.000Z',
      startedBy: 'ada',
      state: 'waiting',
    });
    await store.saveProgress('policy-TYPE2-generic-9', {
      state: 'running',
      total: 5,
      moved: 2,
      unchanged: 0,
      closed: 0,
      failed: [own.id, other.id],
    });
    const read = async (institution: string, role = 'coordinator') =>
      api.app.inject({
        url: '/v1/rollouts/policy-TYPE2-generic-9',
        headers: await api.bearer({ institution, role }),
      });
    expect((await read('sg-coo')).json()).toMatchObject({
      ...rules,
      state: 'running',
      startsOn: '2026-12-01',
      moved: 2,
      failed: [own.id],
    });
    expect((await read('zh-coo')).json()).toMatchObject({ failed: [other.id] });
    expect(codeOf(await read('lu-coo'))).toEqual([404, 'not_found']);
    expect(codeOf(await read('sg-rav', 'officer'))).toEqual([403, 'not_permitted']);
    const headers = await api.bearer(coordinator);
    const list = await api.app.inject({ url: '/v1/rollouts', headers });
    expect(list.json()).toMatchObject({ items: [{ id: 'policy-TYPE2-generic-9' }] });
  });
});

describe('publishing while Temporal is away', () => {
  it('is answered so that it can be repeated; the version is there, and its rollout waits', async () => {
    const response = await post('/v1/policies', text);
    expect(codeOf(response)).toEqual([503, 'engine_unavailable']);
    const headers = await api.bearer(coordinator);
    const { statusCode, body } = await api.app.inject({
      url: '/v1/rollouts/policy-SG-regelstruktur-next',
      headers,
    });
    expect([statusCode, (JSON.parse(body) as { state: string }).state]).toEqual([200, 'waiting']);
  });
});
