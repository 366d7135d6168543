import { spawnSync } from 'node:child_process';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import {
  databaseForFile,
  kafkaBrokers,
  temporalAddress,
  timeSkippingServerPath,
} from '../support/engines';
import type { TestDatabase } from '../support/engines';

describe('the engines a test file gets', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databaseForFile();
  });
  afterAll(() => database.drop());

  test('a database of its own, owned by a role that row-level security binds', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      'SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    );
    await client.end();
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
  });

  test('a broker that creates topics on purpose and carries a record', async () => {
    const kafka = new Kafka({ brokers: kafkaBrokers(), logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const topic = `engines-${process.pid}`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ high: '1' }]);
    await producer.disconnect();
    await admin.disconnect();
  });

  test('a Temporal server at an address, and the program of one that skips time', () => {
    expect(temporalAddress()).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(spawnSync(timeSkippingServerPath(), ['--help']).error).toBeUndefined();
  });
});
