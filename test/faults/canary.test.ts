import { Writable } from 'node:stream';
import { NativeConnection, DefaultLogger, Runtime } from '@temporalio/worker';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import pino from 'pino';
import { calendarsFor } from '../../infra/calendars/calendars';
import { noticeEvent } from '../../infra/kafka/cloud-event';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import { makeCaseWorker } from '../../infra/temporal/worker';
import { wireActivities } from '../../workers/wire';
import { caseWorkflowId, taskQueue } from '../../workflows/contract';
import { makeTestApi } from '../api/api-on-postgres';
import type { TestApi } from '../api/api-on-postgres';
import { tolerateLateRetries } from '../support/late-retries';
import { closeInTheEnd } from '../workflows/opened';
import { ownNamespace } from '../workflows/own-namespace';

/** A mark in every personal field; none may be found anywhere but inside the sealed dossier. */
const person = {
  officialName: 'Kanarienvogelname',
  firstName: 'Kanarienvogelvorname',
  birthDate: '1987-11-23',
  vn: '756.0000.0009.03',
  interpreter: 'Kanarienvogelsprache',
  phone: '+41 99 123 45 67',
  mail: 'kanarienvogel@example.org',
  address: 'Kanarienvogelweg 7',
};
const marks = [...Object.values(person), '7560000000903'];

const opened = closeInTheEnd();
const log: string[] = [];
let api: TestApi;
let client: ReturnType<typeof connectTemporal>['client'];

beforeAll(async () => {
  tolerateLateRetries();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const own = await ownNamespace();
  const keep = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      log.push(chunk.toString());
      done();
    },
  });
  const logger = pino({ level: 'trace' }, keep);
  api = opened(await makeTestApi(own, (parts) => ({ ...parts, log: logger })));
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  await makeCalendarStore(api.db).publishCalendar(calendarsFor('sg', year - 1, year + 5));
  const { address, namespace } = own;
  const temporal = opened(
    connectTemporal({ temporalAddress: address, temporalNamespace: namespace }),
  );
  client = temporal.client;
  const connection = opened(await NativeConnection.connect({ address }));
  const { activities, db } = wireActivities(api.machines);
  opened({ close: () => db.$disconnect() });
  const worker = await makeCaseWorker({
    connection,
    namespace,
    taskQueue,
    workflows: { path: require.resolve('../../workflows/index') },
    activities,
  });
  const running = worker.run();
  opened({
    close: async () => {
      worker.shutdown();
      await running;
    },
  });
}, 120_000);

const post = async (url: string, payload: object) => {
  const headers = await api.bearer();
  return api.app.inject({ method: 'POST', url, payload, headers });
};

/** Every payload of a history as text. */
const historyOf = async (caseId: string): Promise<string> => {
  const history = await client.workflow.getHandle(caseWorkflowId(caseId)).fetchHistory();
  const text = historyToJSON(history);
  const data = [...text.matchAll(/"data":\s*"([^"]+)"/g)].map(([, one = '']) =>
    Buffer.from(one, 'base64').toString('utf8'),
  );
  expect(data.length).toBeGreaterThan(5);
  return [text, ...data].join('\n');
};

/** Every row of every table as text; sealed columns as the bytes they are. */
const rowsOfAllTables = async (): Promise<string> => {
  const tables = await api.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  expect(tables.length).toBeGreaterThan(12);
  const rows: string[] = [];
  for (const { name } of tables.filter((table) => !table.name.startsWith('_prisma'))) {
    const found = await api.db.$queryRawUnsafe<{ row: string }[]>(
      `SELECT to_jsonb(t)::text AS row FROM "${name}" t`,
    );
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  return rows.join('\n');
};

const found = (where: string, text: string): string[] =>
  marks.filter((mark) => text.includes(mark)).map((mark) => `${where}: ${mark}`);

test('a person is named in the sealed dossier and nowhere else', async () => {
  const registered = await post('/v1/cases', {
    canton: 'sg',
    person,
    facts: {
      goal: 'sustainable_integration_primary_market',
      drawsBenefits: true,
      registrations: [
        { institution: 'rav', state: 'active' },
        { institution: 'sh', state: 'active' },
      ],
      problemAreas: [{ area: 'health', grade: 'heavy' }],
      consent: { status: 'given', recipients: ['iv', 'sh'] },
    },
  });
  expect([registered.statusCode, registered.json().code]).toEqual([201, undefined]);
  const { id } = registered.json<{ id: string }>();
  const confirmed = await post(`/v1/cases/${id}/commands`, {
    kind: 'confirmVerdict',
    referrals: [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }],
  });
  expect(confirmed.json().code).toBeUndefined();
  // Bad input with the person in it must not end in a log either.
  await post('/v1/cases', { canton: 'sg', person: { ...person, birthDate: 'x' }, facts: {} });
  await post('/v1/cases', { canton: 'sg', person, facts: {} });

  const notices = await makeOutboxStore(api.db).claimBatch(100);
  expect(notices.length).toBeGreaterThan(1);
  const events = notices.map((row) => JSON.stringify(noticeEvent(row, 'http://127.0.0.1')));
  expect(log.length).toBeGreaterThan(3);
  expect([
    ...found('the history in Temporal', await historyOf(id)),
    ...found('a row in Postgres', await rowsOfAllTables()),
    ...found('an event for Kafka', events.join('\n')),
    ...found('a log line', log.join('\n')),
  ]).toEqual([]);

  const headers = await api.bearer();
  const dossier = await api.app.inject({ url: `/v1/cases/${id}/dossier`, headers });
  expect(dossier.json().person).toMatchObject({ officialName: person.officialName });
});
