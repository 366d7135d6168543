import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

/** A database of its own, with the newest schema and no rows. */
export interface TestDatabase {
  /** The application's URL: owner of the database, subject to row-level security. */
  readonly url: string;
  drop(): Promise<void>;
}

function published(variable: string, what: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') {
    throw new Error(
      `${what} was not started: run the tests with \`npm test\` (${variable} is empty)`,
    );
  }
  return value;
}

async function asAdmin(statement: string): Promise<void> {
  const connectionString = published('RELAIS_TEST_DATABASE_ADMIN_URL', 'Postgres');
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Clones the migrated template, in some 40 ms. Call `drop` when the file is done. */
export async function databaseForFile(): Promise<TestDatabase> {
  const template = published('RELAIS_TEST_TEMPLATE_DB', 'Postgres');
  const url = new URL(published('RELAIS_TEST_DATABASE_URL', 'Postgres'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const quoted = escapeIdentifier(name);
  await asAdmin(
    `CREATE DATABASE ${quoted} TEMPLATE ${escapeIdentifier(template)} OWNER ${escapeIdentifier(url.username)}`,
  );
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`) };
}

/** `host:port` of the Temporal development server; its namespace is `relais`. */
export const temporalAddress = (): string => published('RELAIS_TEST_TEMPORAL_ADDRESS', 'Temporal');

/** The program of the time-skipping server, for `createTimeSkipping({ server: { executable } })`. */
export const timeSkippingServerPath = (): string =>
  published('RELAIS_TEST_TIME_SKIPPING_SERVER', 'the time-skipping Temporal server');

/** The brokers as a list, for `new Kafka({ brokers })`. */
export const kafkaBrokers = (): string[] =>
  published('RELAIS_TEST_KAFKA_BROKERS', 'Kafka').split(',');
