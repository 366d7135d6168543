/** One pool of connections under one database role; what that role may see is in the migrations. */
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/client';

/** `relais_engine` works on cases; `relais_reader` sees what the viewer of a transaction may see. */
export const databaseRoles = ['relais_engine', 'relais_reader'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type Database = PrismaClient;

const MAX_CONNECTIONS = 10;
/**
 * Bounds a hanging statement, and a transaction that would hold back every reader of changes. Instants
 * are written in UTC.
 */
const SESSION =
  '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c TimeZone=UTC';

/**
 * The questions of a reader find their rows by an index whoever asks, so they are planned once: to plan
 * one anew costs as much as to answer it.
 */
const PLANS = {
  relais_engine: '',
  relais_reader: '-c plan_cache_mode=force_generic_plan',
} as const satisfies Record<DatabaseRole, string>;

const pools = new WeakMap<Database, Pool>();

/** The connections of a database, for reads that cannot afford a question and answer for each statement. */
export const poolOf = (db: Database): Pool => {
  const pool = pools.get(db);
  if (pool === undefined) throw new Error('not a database that was opened here');
  return pool;
};

const openPool = (url: string, role: DatabaseRole): Pool => {
  const pool = new Pool({
    connectionString: url,
    options: `-c role=${role} ${SESSION} ${PLANS[role]}`,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks is replaced by the pool; the next query tells if it can not.
  return pool
    .on('error', () => undefined)
    .on('connect', (client) => client.on('error', () => undefined));
};

/** A named statement is planned once per connection. */
export const statementName = (sql: string): string => createHash('sha1').update(sql).digest('hex');

/**
 * Opens a pool; connections are made when first needed, so an unreachable database shows with the
 * first query. Close it with `$disconnect()`.
 */
export const openDatabase = (url: string, role: DatabaseRole): Database => {
  const pool = openPool(url, role);
  // The same class in two versions of its types.
  const shared = pool as unknown as ConstructorParameters<typeof PrismaPg>[0];
  const adapter = new PrismaPg(shared, {
    statementNameGenerator: ({ sql }) => statementName(sql),
  });
  const db = new PrismaClient({ adapter });
  const disconnect = db.$disconnect.bind(db);
  db.$disconnect = async () => {
    await disconnect();
    if (!pool.ending) await pool.end();
  };
  pools.set(db, pool);
  return db;
};

/** Resolves when the database answers; rejects when it does not. For readiness probes. */
export const pingDatabase = async (db: Database): Promise<void> => {
  await db.$queryRaw`SELECT 1`;
};
