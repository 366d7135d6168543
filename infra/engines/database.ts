import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The role that owns the database and runs the application: never a superuser, so row-level security holds. */
const OWNER = 'relais';

export interface DatabaseAddress {
  /** The application's URL: the owner of the database. */
  readonly url: string;
  /** The cluster's superuser, on its maintenance database. */
  readonly adminUrl: string;
}

/**
 * Makes role and database when they are not there, and gives their URLs. The owner may create roles
 * and databases (migrations need both) but is subject to forced row-level security.
 */
export async function provideDatabase(
  port: number,
  superuserPassword: string,
  database: string,
): Promise<DatabaseAddress> {
  const password = superuserPassword;
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [OWNER]);
    if (role.rowCount === 0) {
      await client.query(
        `CREATE ROLE ${OWNER} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB CREATEROLE PASSWORD ${escapeLiteral(password)}`,
      );
    }
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${OWNER}`);
    }
  } finally {
    await client.end();
  }
  return { url: `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${database}`, adminUrl };
}
