import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { runCommand } from './command';

export interface MigrateOptions {
  readonly projectDir: string;
  readonly databaseUrl: string;
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
}

function migrationsOnDisk(projectDir: string): Map<string, string> {
  const dir = join(projectDir, 'infra', 'prisma', 'migrations');
  const found = new Map<string, string>();
  if (!existsSync(dir)) return found;
  for (const name of readdirSync(dir)) {
    const file = join(dir, name, 'migration.sql');
    if (existsSync(file)) {
      found.set(name, createHash('sha256').update(readFileSync(file)).digest('hex'));
    }
  }
  return found;
}

async function migrationsApplied(databaseUrl: string): Promise<Map<string, string>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const table = await client.query<{ there: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
    );
    if (table.rows[0]?.there !== true) return new Map();
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      `SELECT migration_name, checksum FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    return new Map(rows.map((row) => [row.migration_name, row.checksum]));
  } finally {
    await client.end();
  }
}

/**
 * Brings the database to the newest schema; gives the number of migrations that were missing.
 * Prisma's tool takes a second even when there is nothing to do, so its table is read first.
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const applied = await migrationsApplied(options.databaseUrl);
  const missing = [...migrationsOnDisk(options.projectDir)].filter(
    ([name, checksum]) => applied.get(name) !== checksum,
  );
  if (missing.length === 0) return 0;
  await runCommand({
    step: 'migrations',
    command: process.execPath,
    args: [join(options.projectDir, 'infra', 'prisma', 'cli.mjs'), 'migrate', 'deploy'],
    cwd: options.projectDir,
    env: { ...options.env, DATABASE_URL: options.databaseUrl },
    logFile: options.logFile,
    advice: ['the end of the log names the migration and the statement that failed'],
  });
  return missing.length;
}
