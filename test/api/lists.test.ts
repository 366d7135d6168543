import { randomUUID } from 'node:crypto';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { CaseState } from '../../domain/case/state';
import {
  Board, CaseNames, CasePage, CaseRow, CommandResult, SavedView, SavedViews, WorklistCounts,
} from '../../schemas/index'; // prettier-ignore
import { changeFeed } from '../../workers/api/change-feed';
import type { ApiParts } from '../../workers/api/parts';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
let parts: ApiParts;
beforeAll(async () => {
  api = await makeTestApi(undefined, (wired) => {
    parts = wired;
    return wired;
  });
});
afterAll(() => api.close());

const ask = async (method: 'GET' | 'PUT' | 'DELETE', url: string, wish: TokenWish = {}) =>
  api.app.inject({ method, url, headers: await api.bearer(wish) });
const get = (url: string, wish: TokenWish = {}) => ask('GET', url, wish);
const coordinator: TokenWish = { institution: 'sg-coo', role: 'coordinator' };
const strategic: TokenWish = { institution: 'sg-coo', role: 'strategic' };
const referred = () =>
  play()
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' });

/** Stands for the engine: a command is the next version of its case, written as the engine would. */
const writeNext = (state: CaseState): void =>
  api.answerWith(async ({ commandId }) => {
    const version = state.version + 1;
    await makeCaseStore(api.db).record({
      caseId: state.id,
      basedOn: state.version,
      commandId,
      state: { ...state, version, urgent: { risk: 'violence', since: state.changedAt } },
      events: [
        {
          type: 'registrationAcknowledged',
          data: {},
          seq: 1_000,
          at: state.changedAt,
          by: { userId: 'sg-rav-officer', institutionId: 'sg-rav', role: 'officer' },
          cause: commandId,
        },
      ],
      notices: [],
    });
    return { commandId, version, status: state.status };
  });

describe('an officer who has just done something', () => {
  test('finds it in the next list, wherever it is asked for, by the position of the answer', async () => {
    const state = await api.giveCase(referred());
    writeNext(state);
    const done = await api.app.inject({
      method: 'POST',
      url: `/v1/cases/${state.id}/commands`,
      headers: await api.bearer(),
      payload: { kind: 'flagUrgent', risk: 'violence' },
    });
    const { position } = CommandResult.parse(done.json());
    expect(done.headers['relais-position']).toBe(position);
    const list = CasePage.parse((await get(`/v1/cases?limit=200&atLeast=${position}`)).json());
    expect(list.complete).toBe(true);
    expect(list.items.find(({ id }) => id === state.id)).toMatchObject({ urgent: true });
    const counts = WorklistCounts.parse((await get(`/v1/worklists?atLeast=${position}`)).json());
    const board = Board.parse((await get(`/v1/board?atLeast=${position}`)).json());
    expect([counts.complete, board.complete]).toEqual([true, true]);
  });

  test('hears of a change with the line of the case, and goes on from the position of a list', async () => {
    const state = await api.giveCase(referred());
    const { position } = CasePage.parse((await get('/v1/cases')).json());
    await makeCaseStore(api.db).record({
      caseId: state.id,
      basedOn: 1,
      commandId: randomUUID(),
      state: { ...state, version: 2 },
      events: [1, 2].map((step) => ({
        type: 'registrationAcknowledged' as const,
        data: {},
        seq: 500 + step,
        at: state.changedAt,
        by: { userId: 'u', institutionId: 'sg-rav', role: 'officer' as const },
        cause: 'c',
      })),
      notices: [],
    });
    const stop = new AbortController();
    const viewer = { userId: 'u', institutionId: 'sg-rav', role: 'officer', canton: 'sg' } as const;
    const untilMs = Number.MAX_SAFE_INTEGER;
    const { signal } = stop;
    const feed = changeFeed({ cases: parts.cases, viewer, after: position, untilMs, signal });
    const heard: { seq: number; row?: unknown }[] = [];
    let lastId = '';
    for await (const lines of feed) {
      for (const block of lines.split('\n\n').filter((one) => one.includes('event: change'))) {
        heard.push(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') as { seq: number });
        lastId = /^id: (.*)$/m.exec(block)?.[1] ?? lastId;
      }
      if (heard.some(({ seq }) => seq === 502)) stop.abort();
    }
    const own = heard.filter(({ seq }) => seq > 500 && seq < 503);
    // The first of the two is past: the line as it is now comes with the last.
    expect(own.map(({ seq, row }) => [seq, row === undefined])).toEqual([
      [501, true],
      [502, false],
    ]);
    expect(CaseRow.parse(own[1]?.row)).toMatchObject({ id: state.id, version: 2 });
    const next = CasePage.parse((await get(`/v1/cases?limit=200&atLeast=${lastId}`)).json());
    expect(next.complete).toBe(true);
  });

  test('is told what a position looks like when it is none', async () => {
    for (const position of ['yesterday', '1-', '99999999999999999999-1']) {
      const response = await get(`/v1/cases?atLeast=${position}`);
      expect(response.json()).toMatchObject({ code: 'malformed', errors: [{ path: 'atLeast' }] });
    }
  });
});

describe('the board', () => {
  test('is read on from where a column ends, with the same filters', async () => {
    const partner: TokenWish = { institution: 'sg-sh' };
    const sent = () =>
      play().admitted('sg-rav').do('sg-rav', {
        kind: 'sendReferral',
        to: 'sg-sh',
        purpose: 'coaching',
        reciprocity: true,
      });
    const ids = new Set<string>();
    for (const one of [sent(), sent(), sent()]) ids.add((await api.giveCase(one)).id);
    const filters = 'from=sg-rav&to=sg-sh';
    for (const who of [partner, coordinator]) {
      const board = Board.parse((await get(`/v1/board?limit=2&${filters}`, who)).json());
      const column = board.columns.find(({ count }) => count > 0);
      expect(column).toMatchObject({ count: 3 });
      const more = `/v1/cases?order=escalation&status=${column?.status ?? ''}&${filters}`;
      const rest = await get(`${more}&after=${column?.next ?? ''}`, who);
      const shown = [...(column?.items ?? []), ...CasePage.parse(rest.json()).items];
      expect(new Set(shown.map(({ id }) => id))).toEqual(ids);
    }
  });

  test('shows the strategic level no case', async () => {
    await api.giveCase(referred());
    const board = Board.parse((await get('/v1/board', strategic)).json());
    expect(board.columns.filter(({ count, items }) => count + items.length > 0)).toEqual([]);
    expect(CasePage.parse((await get('/v1/cases', strategic)).json()).items).toEqual([]);
  });
});

describe('the names behind a list', () => {
  test('are read with one question, and each is in the audit log of its case', async () => {
    const [one, two] = [await api.giveCase(referred()), await api.giveCase(referred())];
    const url = `/v1/cases/names?ids=${one.id},${two.id},${one.id}`;
    const { items } = CaseNames.parse((await get(url)).json());
    expect(items.map(({ officialName, firstName }) => [officialName, firstName])).toEqual([
      ['Beispiel', 'Ruth'],
      ['Beispiel', 'Ruth'],
    ]);
    for (const { id: caseId } of [one, two]) {
      const lines = await api.db.auditRecord.findMany({ where: { caseId } });
      expect(lines.map(({ action, userId, fields }) => [action, userId, fields])).toEqual([
        ['name_read', 'sg-rav-officer', ['person.officialName', 'person.firstName']],
      ]);
    }
  });

  test('stay hidden from whom nothing opens them, and that they were asked leaves no trace', async () => {
    const own = await api.giveCase(play().admitted('sg-rav'));
    const elsewhere = await api.giveCase(play('zh').registered('zh-sh'));
    const url = `/v1/cases/names?ids=${own.id},${elsewhere.id}`;
    const names = async (wish: TokenWish) =>
      CaseNames.parse((await get(url, wish)).json()).items.map(({ caseId }) => caseId);
    expect(await names({})).toEqual([own.id]);
    expect(await names(coordinator)).toEqual([own.id]);
    const auditor: TokenWish = { institution: 'sg-coo', role: 'auditor' };
    for (const wish of [{ institution: 'sg-iv' }, strategic, auditor])
      expect(await names(wish)).toEqual([]);
    const where = { caseId: { in: [own.id, elsewhere.id] } };
    const readers = (await api.db.auditRecord.findMany({ where })).map(({ userId }) => userId);
    expect(readers.sort()).toEqual(['sg-coo-coordinator', 'sg-rav-officer']);
  });

  test('stand in no list, on no board and in no count', async () => {
    await api.giveCase(referred());
    for (const url of ['/v1/cases', '/v1/board', '/v1/worklists', '/v1/worklists/to_answer'])
      for (const who of [{}, coordinator])
        expect((await get(url, who)).body).not.toMatch(/Beispiel|Ruth|7569217076985|756\.9217/);
  });

  test('are asked for fifty at a time', async () => {
    const ids = Array.from({ length: 51 }, () => randomUUID()).join(',');
    const response = await get(`/v1/cases/names?ids=${ids}`);
    expect(response.json()).toMatchObject({ code: 'malformed', errors: [{ path: 'ids' }] });
    expect((await get(`/v1/cases/names?ids=${ids.slice(37)}`)).statusCode).toBe(200);
  });
});

describe('a view that somebody keeps', () => {
  const view = { name: 'Stille Stellen', view: 'board', query: { level: 'L2', to: 'sg-iv' } };
  const put = async (id: string, payload: object, wish: TokenWish = {}) =>
    api.app.inject({
      method: 'PUT',
      url: `/v1/saved-views/${id}`,
      payload,
      headers: await api.bearer(wish),
    });

  test('is there on another day, can be changed, and is dropped without a fuss', async () => {
    const id = randomUUID();
    expect(SavedView.parse((await put(id, view)).json())).toMatchObject({ id, ...view });
    await put(id, { ...view, name: 'IV still' });
    const names = async (wish: TokenWish = {}) =>
      SavedViews.parse((await get('/v1/saved-views', wish)).json()).items.map(({ name }) => name);
    expect(await names()).toEqual(['IV still']);
    expect(await names({ user: 'somebody-else' })).toEqual([]);
    const drop = () => ask('DELETE', `/v1/saved-views/${id}`);
    for (const { statusCode } of [await drop(), await drop()]) expect(statusCode).toBe(204);
    expect(await names()).toEqual([]);
  });

  test('is refused when it holds a number of a person or is one too many', async () => {
    const numbered = await put(randomUUID(), { ...view, name: '756.9217.0769.85' });
    expect(numbered.json()).toMatchObject({ code: 'invalid_command', errors: [{ path: 'name' }] });
    const wish = { user: 'collector' };
    for (let kept = 0; kept < 50; kept += 1)
      expect((await put(randomUUID(), view, wish)).statusCode).toBe(200);
    const last = await put(randomUUID(), view, wish);
    expect(last.json()).toMatchObject({ code: 'too_many_views', details: { most: 50 } });
  });
});
