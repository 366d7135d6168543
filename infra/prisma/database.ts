/** One pool of connections under one database role; what that role may see is in the migrations. */
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';

/** `relais_engine` works on cases; `relais_reader` sees what the viewer of a transaction may see. */
export const databaseRoles = ['relais_engine', 'relais_reader'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type Database = PrismaClient;

const MAX_CONNECTIONS = 10;
/** Bounds a hanging statement, and a transaction that would hold back every reader of changes. */
const LIMITS = '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000';

/**
 * Opens a pool; connections are made when first needed, so an unreachable database shows with the
 * first query. Close it with `$disconnect()`.
 */
export const openDatabase = (url: string, role: DatabaseRole): Database =>
  new PrismaClient({
    adapter: new PrismaPg(
      {
        connectionString: url,
        options: `-c role=${role} ${LIMITS}`,
        max: MAX_CONNECTIONS,
        connectionTimeoutMillis: 10_000,
      },
      {
        // Named statements are planned once per connection.
        statementNameGenerator: ({ sql }) => createHash('sha1').update(sql).digest('hex'),
        // An idle connection that breaks is replaced by the pool; the next query tells if it can not.
        onPoolError: () => undefined,
        onConnectionError: () => undefined,
      },
    ),
  });

/** Resolves when the database answers; rejects when it does not. For readiness probes. */
export const pingDatabase = async (db: Database): Promise<void> => {
  await db.$queryRaw`SELECT 1`;
};
