/** The whole house as processes, and every place into which something of a person could get. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { Writable } from 'node:stream';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import pino from 'pino';
import { localInstant } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import { startCatcher } from '../../infra/mail/catcher';
import type { MailCatcher } from '../../infra/mail/catcher';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import type { TemporalClient } from '../../infra/temporal/client';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { makeTestApi } from '../api/api-on-postgres';
import type { TestApi } from '../api/api-on-postgres';
import { ownNamespace } from '../workflows/own-namespace';
import { openKafka } from './own-engines';
import { startOwnProcess } from './worker-process';

/** A Tuesday at ten, so that offices work and mails leave. */
export const today = '2026-02-03';

/** A place that is searched: the name of each thing in it, and all that is written there. */
export type Place = () => Promise<readonly (readonly [name: string, text: string])[]>;

export interface CanaryHouse {
  readonly api: TestApi;
  readonly log: pino.Logger;
  readonly temporal: TemporalClient['client'];
  readonly brokers: string;
  readonly catcher: MailCatcher;
  readonly hookUrl: string;
  readonly places: Readonly<Record<'topics' | 'mails' | 'hooks' | 'logs' | 'histories', Place>>;
}

type Keep = <T extends { close(): Promise<void> }>(one: T) => T;

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);

/** The files of the broker: all topics, its own ones too. Records are not compressed. */
const topicsIn =
  (dir: string): Place =>
  async () =>
    filesIn(dir).map((path) => [relative(dir, path), readFileSync(path, 'latin1')]);

/** Whatever anybody posts is taken and kept, with its headers. */
async function startHookOffice() {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      calls.push(`${JSON.stringify(request.headers)}\n${Buffer.concat(parts).toString()}`);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Every history of the namespace, with its payloads as text. */
const historiesOf =
  (client: TemporalClient['client']): Place =>
  async () => {
    const found: [string, string][] = [];
    for await (const { workflowId, runId } of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const text = historyToJSON(history);
      const payloads = [...text.matchAll(/"data":\s*"([^"]+)"/g)].map(([, one = '']) =>
        Buffer.from(one, 'base64').toString('utf8'),
      );
      found.push([workflowId, [text, ...payloads].join('\n')]);
    }
    return found;
  };

async function prepare(api: TestApi): Promise<void> {
  const { db } = api;
  for (const policy of loadPolicies()) await makePolicyStore(db).publishPolicy(policy);
  await makeCalendarStore(db).publishCalendar(calendarsFor('sg', 2025, 2032));
  for (const one of demoInstitutions.filter(({ canton }) => canton === 'sg'))
    await makeDirectoryStore(db).upsertInstitution(one);
  await makeClockStore(db).setClock({
    engineOrigin: new Date().toISOString(),
    domainOrigin: localInstant(today, '10:00'),
    rate: 1,
  });
}

const processes = ['temporal', 'relay', 'intake', 'notifier'] as const;

export async function openCanaryHouse(keep: Keep): Promise<CanaryHouse> {
  const own = await ownNamespace();
  const broker = keep(await openKafka());
  const catcher = keep(await startCatcher({ port: 0 }));
  const hooks = keep(await startHookOffice());
  const apiLog: string[] = [];
  const write = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      apiLog.push(chunk.toString());
      done();
    },
  });
  const log = pino({ level: 'trace' }, write);
  const api = keep(await makeTestApi(own, (parts) => ({ ...parts, log })));
  await prepare(api);
  const { address, namespace } = own;
  const { client } = keep(
    connectTemporal({ temporalAddress: address, temporalNamespace: namespace }),
  );
  const env = {
    RELAIS_PROFILE: 'test',
    RELAIS_LOG_LEVEL: 'trace',
    DATABASE_URL: api.machines.databaseUrl,
    RELAIS_MASTER_KEY_FILE: api.machines.masterKeyFile,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    KAFKA_BROKERS: broker.brokers,
    SMTP_URL: catcher.smtpUrl,
  };
  const running = await Promise.all(
    processes.map(async (name) => {
      const started = await startOwnProcess(`${name}.main.ts`, env);
      return keep({ name, ...started, close: () => started.kill() });
    }),
  );
  return {
    api,
    log,
    temporal: client,
    brokers: broker.brokers,
    catcher,
    hookUrl: hooks.url,
    places: {
      topics: topicsIn(broker.dataDir),
      mails: async () => catcher.mails.map((mail) => [mail.messageId, JSON.stringify(mail)]),
      hooks: async () => hooks.calls.map((call, index) => [`call ${index}`, call]),
      logs: async () => [
        ['api', apiLog.join('')],
        ...running.map(({ name, output }) => [name, output()] as const),
      ],
      histories: historiesOf(client),
    },
  };
}
