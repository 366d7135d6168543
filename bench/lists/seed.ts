/** A database with so many cases that a list which reads too much of them shows it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeCriteria } from '../../domain/criteria/advise';
import { runningIn } from '../../domain/criteria/adoption';
import { localDate } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { openDatabase } from '../../infra/prisma/database';
import { largestPolicy } from '../criteria/criteria';
import type { InstitutionId, Role } from '../../schemas/index';
import type { BenchDatabase } from '../criteria/database';
import { fillWithCases } from '../criteria/open-cases';

const connect = async (connectionString: string, options: string): Promise<Client> => {
  const client = new Client({ connectionString, options });
  await client.connect();
  return client;
};

/** A plain session that sees every row: the engine's role, no limit on a statement. */
export const connectPlainly = (databaseUrl: string): Promise<Client> =>
  connect(databaseUrl, '-c role=relais_engine');

/** A plain session that sees what such a caller of the API may see. */
export const connectAs = (
  databaseUrl: string,
  { role, of }: { readonly role: Role; readonly of: InstitutionId },
): Promise<Client> => {
  const settings = { institution: of, role, canton: of.slice(0, 2) };
  const named = Object.entries(settings).map(([name, value]) => `-c relais.${name}=${value}`);
  return connect(databaseUrl, ['-c role=relais_reader', ...named].join(' '));
};

/** The largest canton of seed.sql. */
const canton = 'zh';
const samples = 5;
const dayMs = 86_400_000;

/** Cases as the engine writes them, of different days, so that what is copied is of their kind and size. */
const writeSamples = async ({ databaseUrl, masterKeyFile }: BenchDatabase): Promise<string[]> => {
  const db = openDatabase(databaseUrl, 'relais_engine');
  try {
    const nowMs = Date.now();
    const { document, duties } = largestPolicy(canton);
    const policy = runningIn(document, canton);
    if (policy === undefined) throw new Error(`${canton} did not adopt the policy`);
    const year = Number(localDate(new Date(nowMs).toISOString()).slice(0, 4));
    const rules = { policy, calendar: calendarsFor(canton, year - 1, year + 3) };
    const criteria = makeCriteria(makeExpressions());
    const keyring = loadKeyring(masterKeyFile);
    const filling = { db, keyring, criteria, document, duties, rules };
    for (let days = 0; days < samples; days += 1) {
      const now = new Date(nowMs - days * dayMs).toISOString();
      await fillWithCases({ ...filling, now }, 1);
    }
    return (await db.caseRecord.findMany({ select: { id: true } })).map(({ id }) => id);
  } finally {
    await db.$disconnect();
  }
};

/** Writes `cases` cases with their parties, referrals, worklists and events; some seconds. */
export const seedLists = async (database: BenchDatabase, cases: number): Promise<void> => {
  const samplesOf = await writeSamples(database);
  const engine = await connectPlainly(database.databaseUrl);
  const owner = new Client({ connectionString: database.databaseUrl });
  await owner.connect();
  try {
    await engine.query(
      `SELECT set_config('bench.samples', $1, false), set_config('bench.cases', $2, false)`,
      [samplesOf.join(','), String(cases)],
    );
    await engine.query(readFileSync(join(__dirname, 'seed.sql'), 'utf8'));
    // As a database that has been at work for a while is.
    await owner.query('VACUUM ANALYZE');
  } finally {
    await Promise.all([engine.end(), owner.end()]);
  }
};
