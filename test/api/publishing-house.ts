/** An installation on real engines in which a coordinator publishes rules for open cases. */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
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
import { tolerateLateRetries } from '../support/late-retries';
import { ownNamespace } from '../workflows/own-namespace';
import { eventually } from '../workflows/world';
import { makeTestApi, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

export let api: TestApi;
export let stateOf: (id: string) => Promise<CaseState>;
let stop: () => Promise<void>;

/** Builds it; call once per file, before anything else. */
export const openPublishingHouse = async (): Promise<void> => {
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
};

export const closePublishingHouse = async (): Promise<void> => {
  await stop();
  await api.close();
};

export const coordinator = { institution: 'sg-coo', role: 'coordinator' };
export const send = async (url: string, text: string, headers: Record<string, string> = {}) =>
  api.app.inject({
    method: 'POST',
    url,
    payload: text,
    headers: { 'content-type': 'application/yaml', ...(await api.bearer(coordinator)), ...headers },
  });
export const preview = async (url: string, text: string): Promise<RulesPreview> => {
  const response = await send(url, text);
  expect([response.statusCode, response.json().errors]).toEqual([200, undefined]);
  return RulesPreview.parse(response.json());
};

/** An open case whose criteria were asked; nobody confirmed it yet. */
export const openCase = async (facts: object, institution = 'sg-rav'): Promise<CaseState> => {
  const { vn: _vn, ...person } = registration.person;
  const response = await api.app.inject({
    method: 'POST',
    url: '/v1/cases',
    payload: { canton: 'sg', person, facts },
    headers: { ...(await api.bearer({ institution })), 'idempotency-key': randomUUID() },
  });
  expect(response.statusCode).toBe(201);
  const { id } = response.json();
  return eventually(async () => {
    const state = await stateOf(id);
    return state.verdict === undefined ? undefined : state;
  });
};

/** What is published goes on by itself; the answer to publishing says where to look. */
export const followed = async (url: string, text: string): Promise<Rollout> => {
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

export const expectPromiseKept = async (promise: RulesPreview, before: readonly CaseState[]) => {
  for (const one of before) expectKept(promise, one, await stateOf(one.id));
};
