import { randomUUID } from 'node:crypto';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { stringify } from 'yaml';
import { addDays } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import { makeCaseWorker } from '../../infra/temporal/worker';
import type { CaseState } from '../../domain/case/state';
import { Rollout, RulesPreview } from '../../schemas/index';
import type { CasePreview } from '../../schemas/index';
import { makeSubmit } from '../../workers/submit';
import { wireActivities } from '../../workers/wire';
import { caseWorkflowId, stateQuery, taskQueue } from '../../workflows/contract';
import { factSets } from '../domain/criteria-fixtures';
import { tolerateLateRetries } from '../support/late-retries';
import { ownNamespace } from '../workflows/own-namespace';
import { eventually } from '../workflows/world';
import { makeTestApi, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import { edited, newest, today } from './rules-texts';

let api: TestApi;
let stateOf: (id: string) => Promise<CaseState>;
let stop: () => Promise<void>;

beforeAll(async () => {
  tolerateLateRetries();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const own = await ownNamespace();
  api = await makeTestApi(own);
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  await makeCalendarStore(api.db).publishCalendar(calendarsFor('sg', year - 1, year + 5));
  const connection = await NativeConnection.connect({ address: own.address });
  const temporal = connectTemporal({
    temporalAddress: own.address,
    temporalNamespace: own.namespace,
  });
  const clockStore = { getClock: () => Promise.reject(new Error('no case begins here')) };
  const submit = makeSubmit({ client: temporal.client, clockStore });
  const { activities, db } = wireActivities({ ...api.machines, submit });
  const worker = await makeCaseWorker({
    connection,
    namespace: own.namespace,
    taskQueue,
    workflows: { path: require.resolve('../../workflows/index') },
    activities,
  });
  const running = worker.run();
  stateOf = async (id) =>
    (await temporal.client.workflow.getHandle(caseWorkflowId(id)).query(stateQuery))!;
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

const coordinator = { institution: 'sg-coo', role: 'coordinator' };
const send = async (url: string, text: string, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    payload: text,
    headers: { 'content-type': 'application/yaml', ...(await api.bearer(coordinator)), ...headers },
  });
const preview = async (url: string, text: string): Promise<RulesPreview> => {
  const response = await send(url, text);
  expect([response.statusCode, response.json().errors]).toEqual([200, undefined]);
  return RulesPreview.parse(response.json());
};

/** An open case whose criteria were asked; nobody confirmed it yet. */
const openCase = async (facts: object): Promise<CaseState> => {
  const { vn: _vn, ...person } = registration.person;
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/cases',
    payload: { canton: 'sg', person, facts },
    headers: { ...(await api.bearer()), 'idempotency-key': randomUUID() },
  });
  expect(response.statusCode).toBe(201);
  const { id } = response.json();
  return eventually(async () => {
    const state = await stateOf(id);
    return state.verdict === undefined ? undefined : state;
  });
};

/** What is published goes on by itself; the answer to publishing says where to look. */
const followed = async (url: string, text: string): Promise<Rollout> => {
  const response = await send(url, text);
  expect([response.statusCode, response.json().errors]).toEqual([202, undefined]);
  const location = String(response.headers.location);
  expect(location).toBe(`/v1/rollouts/${encodeURIComponent(response.json().id)}`);
  return eventually(async () => {
    const headers = await api.bearer(coordinator);
    const rollout = Rollout.parse((await api.app.inject({ url: location, headers })).json());
    return rollout.state === 'done' || rollout.state === 'superseded' ? rollout : undefined;
  });
};

const dueIn = ({ deadlines }: CaseState) => deadlines.map(({ key, dueAt }) => [key, dueAt]).sort();

const unchanged: Pick<CasePreview, 'deadlines' | 'routes' | 'outcome'> = {
  deadlines: [],
  routes: { gained: [], lost: [] },
};

/** What the preview promised for one case, against the case as the run left it. */
const expectKept = (promise: RulesPreview, before: CaseState, after: CaseState): void => {
  const item = promise.items.find(({ caseId }) => caseId === before.id) ?? unchanged;
  const moved = new Map(item.deadlines.map(({ key, to }) => [key, to]));
  const promised = dueIn(before).map(([key, dueAt]) => [key, moved.get(key!) ?? dueAt]);
  expect(dueIn(after)).toEqual(promised);
  expect(after.verdict?.outcome).toBe(item.outcome?.to ?? before.verdict?.outcome);
  const { gained, lost } = item.routes;
  const kept = before.verdict!.route.filter(({ to }) => !lost.some((one) => one.to === to));
  expect(after.verdict?.route).toEqual([...kept, ...gained]);
};

const expectPromiseKept = async (promise: RulesPreview, before: readonly CaseState[]) => {
  for (const one of before) expectKept(promise, one, await stateOf(one.id));
};

const goalIsSet = 'goal = "sustainable_integration_primary_market"';
const base = () => newest('SG-regelstruktur');
const url = '/v1/policies/SG-regelstruktur/preview';

describe('a coordinator who publishes a new version', () => {
  let cases: CaseState[];
  let text: string;
  let promise: RulesPreview;

  beforeAll(async () => {
    cases = [
      await openCase(factSets.B),
      await openCase(factSets.C),
      await openCase({ ...factSets.B, problemAreas: [{ area: 'debt', grade: 'heavy' }] }),
    ];
    const { criteria, routes } = base();
    text = edited(base(), {
      version: 'shorter',
      terms: { T_CRIT: { BD: 0 }, T_ACK: { BD: 4 } },
      criteria: { ...criteria, all: criteria.all.filter(({ id }) => id !== 'problem_area') },
      routes: [
        ...routes.slice(1),
        { ...routes[0]!, id: 'advice_on_career', to: 'bslb', purpose: 'coaching', when: goalIsSet },
      ],
    });
  });

  it('sees beforehand who gains or loses which route and whose deadline moves', async () => {
    promise = await preview(url, text);
    expect(promise).toMatchObject({
      subject: 'SG-regelstruktur',
      version: 'shorter',
      on: today(),
      checked: cases.length,
      touched: cases.length,
      summary: { adopting: cases.length, gained: cases.length, moved: cases.length },
    });
    expect(promise.items.map(({ caseId }) => caseId).sort()).toEqual(
      cases.map(({ id }) => id).sort(),
    );
    const kinds = promise.items[0]!.deadlines.map(({ kind }) => kind);
    expect(kinds).toContain('T_CRIT');
    for (const one of cases) expect((await stateOf(one.id)).version).toBe(one.version);
  });

  it('sees the progress of a long preview, and the same result at the end', async () => {
    const response = await send(url, text, { accept: 'text/event-stream' });
    expect(response.headers['content-type']).toContain('text/event-stream');
    const [progress, result] = response.body.split('\n\n');
    const count = cases.length;
    expect(progress).toBe(
      `event: progress\ndata: ${JSON.stringify({ checked: count, of: count })}`,
    );
    expect(result).toMatch(/^event: result\n/);
    const told = RulesPreview.parse(JSON.parse(result!.split('\ndata: ')[1]!));
    expect(told.items.map(({ caseId }) => caseId)).toEqual(
      promise.items.map(({ caseId }) => caseId),
    );
  });

  it('finds that the run did to each case what the preview said', async () => {
    const rollout = await followed('/v1/policies', text);
    expect(rollout).toMatchObject({
      state: 'done',
      total: cases.length,
      moved: promise.summary.adopting,
      unchanged: 0,
      failed: [],
    });
    await expectPromiseKept(promise, cases);
    for (const { id } of cases)
      expect(await stateOf(id)).toMatchObject({ policyVersion: 'shorter' });
  });

  it('may send the same text again: nothing is done twice', async () => {
    const again = await followed('/v1/policies', text);
    expect(again).toMatchObject({ state: 'done', moved: cases.length });
    const types = await api.db.caseEventRecord.count({ where: { type: 'rulesAdopted' } });
    expect(types).toBe(cases.length);
  });

  it('finds nothing left to move in a second preview', async () => {
    expect(await preview(url, text)).toMatchObject({ touched: 0, summary: { adopting: 0 } });
  });

  it('can not put another text under the same name', async () => {
    const other = text.replaceAll('CHSS 2017 [S8]', 'another source');
    const response = await send('/v1/policies', other);
    expect([response.statusCode, response.json().code]).toEqual([409, 'already_published']);
  });
});

describe('a coordinator who closes the offices on more days', () => {
  it('sees which deadlines move, and finds them there after publishing', async () => {
    const before = [await openCase(factSets.B)];
    const name = { de: 'Brücke', fr: 'Pont', it: 'Ponte', en: 'Bridge' };
    const corrections = Array.from({ length: 12 }, (_, day) => ({
      day: addDays(today(), day + 1),
      closed: true,
      name,
      validFrom: today(),
      source: 'invented',
    }));
    const text = stringify({ canton: 'sg', corrections });
    const promise = await preview('/v1/calendars/sg/preview', text);
    expect(promise.items.find(({ caseId }) => caseId === before[0]!.id)?.deadlines).not.toEqual([]);
    const rollout = await followed('/v1/calendars/sg', text);
    expect(rollout).toMatchObject({ kind: 'calendar', moved: promise.summary.adopting });
    await expectPromiseKept(promise, before);
  });
});

describe('a coordinator who publishes for next month', () => {
  it('sees the cases as of that day; until then the rollout waits and every case stays as it is', async () => {
    const one = await openCase(factSets.B);
    const validFrom = addDays(today(), 30);
    const knownSince = addDays(today(), 2);
    const text = edited(base(), {
      version: 'later',
      validFrom,
      knownSince,
      terms: { T_CRIT: { BD: 60 } },
    });
    const promise = await preview(url, text);
    expect(promise.on).toBe(validFrom);
    expect(promise.items.find(({ caseId }) => caseId === one.id)).toMatchObject({ moves: true });
    const response = await send('/v1/policies', text);
    expect([response.statusCode, response.json()]).toMatchObject([
      202,
      { state: 'waiting', startsOn: validFrom, moved: 0 },
    ]);
    expect(await stateOf(one.id)).toEqual(one);
  });
});
