/** Our own processes at a broker that asks who they are: they log in, or end with a text that helps. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessRefused } from '../../infra/kafka/access-refused';
import { makeKafka, makeProducer } from '../../infra/kafka/client';
import { knock } from '../../infra/kafka/knock';
import { makePublisher } from '../../infra/kafka/publisher';
import {
  groupPrefix,
  inboxTopic,
  notificationTopic,
  rejectedTopic,
} from '../../infra/kafka/topics';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { openDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { startOwnProcess } from '../faults/worker-process';
import { databaseForFile, temporalAddress } from '../support/engines';
import type { TestDatabase } from '../support/engines';
import { engine, openSecuredBench, recordFor, refusalOf } from './secured-bench';
import type { SecuredBench } from './secured-bench';
import { eventually, silentLog } from './topic-reader';

const own = 'sg-iv';
const added = 'sg-rav';
const forever = new AbortController().signal;

let bench: SecuredBench;
let database: TestDatabase;
let db: Database;
let dir: string;

const add = async (id: string): Promise<void> => {
  const institution = demoInstitutions.find((one) => one.id === id);
  await makeDirectoryStore(db).upsertInstitution(institution!);
};
const environment = (name: string): Record<string, string> => ({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: temporalAddress(),
  RELAIS_MASTER_KEY_FILE: join(dir, 'master.key'),
  RELAIS_PROFILE: 'test',
  ...bench.broker.environment(name),
});

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'relais-login-'));
  writeFileSync(join(dir, 'master.key'), `${randomBytes(32).toString('base64')}\n`);
  bench = await openSecuredBench([own], [added, 'nobody']);
  database = await databaseForFile();
  db = openDatabase(database.url, 'relais_engine');
  await add(own);
});
afterEach(() => bench.endTest());
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
  await bench.broker.close();
  rmSync(dir, { recursive: true });
});

describe('somebody whom the broker does not let in', () => {
  it('learns that the password is wrong, instead of trying for ever', async () => {
    const wrong = bench.broker.as(own, { password: 'guessed' });
    await expect(knock(wrong, forever)).rejects.toThrow(/does not accept this login.*sg-iv/);
    await expect(knock(bench.broker.as(own), forever)).resolves.toBeUndefined();
    const fatal: Error[] = [];
    const onFatal = (error: Error): number => fatal.push(error);
    const publisher = makePublisher({ kafka: makeKafka(wrong), log: silentLog, onFatal });
    bench.stops.push(() => publisher.stop());
    const one = recordFor(inboxTopic(own), 'never');
    await expect(publisher.publish([one])).rejects.toThrow(/does not accept this login/);
    await expect(publisher.publish([one])).rejects.toThrow(/does not accept this login/);
    expect(fatal).toHaveLength(1);
  });

  it('learns that nobody vouches for the broker, or that it wants another way to log in', async () => {
    const settings = bench.broker.as(own);
    await expect(knock({ ...settings, tls: true }, forever)).rejects.toThrow(/nobody vouches/);
    const sha256 = bench.broker.as(own, { mechanism: 'scram-sha-256' });
    await expect(knock(sha256, forever)).rejects.toThrow(/the broker does not/);
  });

  it('gets nothing without a name', async () => {
    const settings = { ...bench.broker.as(own), login: undefined };
    const anonymous = makeKafka(settings, { retries: 1 }).admin();
    bench.stops.push(() => anonymous.disconnect());
    await expect(anonymous.connect().then(() => anonymous.listTopics())).rejects.toThrow();
  });

  it('learns that its login has no right at all, and no record is blamed for it', async () => {
    const fatal: Error[] = [];
    const publisher = bench.publisherAs('nobody', (error) => fatal.push(error));
    const one = recordFor(notificationTopic(own), 'waits in the outbox');
    await expect(publisher.publish([one])).rejects.toBeInstanceOf(AccessRefused);
    expect(fatal).toHaveLength(1);
    const bare = makeProducer(makeKafka(bench.broker.as('nobody'), { retries: 3 }));
    bench.stops.push(() => bare.disconnect());
    expect(await refusalOf(bare.connect())).toBe('CLUSTER_AUTHORIZATION_FAILED');
  });
});

describe('an operator who starts the processes of the engine', () => {
  it.each(['relay.main.ts', 'intake.main.ts', 'seed.main.ts'])(
    'reads in the last words of %s that its password is wrong',
    async (file) => {
      const wrong = join(dir, 'wrong.password');
      writeFileSync(wrong, 'guessed\n');
      const env = { ...environment(engine), KAFKA_SASL_PASSWORD_FILE: wrong };
      const { exitCode, output } = await startOwnProcess(file, env).then(
        async (running) => ({ exitCode: await running.exitCode, output: running.output() }),
        (error: unknown) => ({ exitCode: 1, output: String(error) }),
      );
      expect(exitCode).toBe(1);
      expect(output).toContain('the broker does not accept this login: see KAFKA_SASL_USERNAME');
      expect(output).not.toContain('guessed');
    },
  );

  it('adds an institution while the intake runs: it has topics and rights, and is heard', async () => {
    const intake = await startOwnProcess('intake.main.ts', environment(engine));
    bench.stops.push(() => intake.kill());
    const office = makeKafka(bench.broker.as(added)).admin();
    await office.connect();
    bench.stops.push(() => office.disconnect());
    expect(await office.listTopics()).toEqual([]);

    await add(added);
    let topics: string[] = [];
    while (topics.length < 3) topics = await office.listTopics();
    const mark = randomUUID();
    const publisher = bench.publisherAs(added);
    expect(await publisher.publish([recordFor(inboxTopic(added), `no event ${mark}`)])).toEqual([]);
    const group = `${groupPrefix(added)}office`;
    const told = bench.read(added, group, [rejectedTopic(added), notificationTopic(added)]);
    const [rejection] = await eventually(() => (told.heard.length > 0 ? told.heard : undefined));
    expect(rejection?.topic).toBe(rejectedTopic(added));
    expect(told.fatal).toEqual([]);
  });
});
