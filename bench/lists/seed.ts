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
import type { BenchDatabase } from '../criteria/database';
import { fillWithCases } from '../criteria/open-cases';

/** A plain session that sees every row: the engine's role, no limit on a statement. */
export const connectPlainly = async (databaseUrl: string): Promise<Client> => {
  const client = new Client({ connectionString: databaseUrl, options: '-c role=relais_engine' });
  await client.connect();
  return client;
};

/** One case as the engine writes it, so that what is copied has its real size. */
const writeSample = async ({ databaseUrl, masterKeyFile }: BenchDatabase): Promise<string> => {
  const db = openDatabase(databaseUrl, 'relais_engine');
  try {
    const now = new Date().toISOString();
    const { document, duties } = largestPolicy();
    const canton = document.adoptedBy[0]?.canton;
    const policy = canton && runningIn(document, canton);
    if (canton === undefined || policy === undefined) throw new Error('nobody adopted the policy');
    const year = Number(localDate(now).slice(0, 4));
    const rules = { policy, calendar: calendarsFor(canton, year - 1, year + 3) };
    const criteria = makeCriteria(makeExpressions());
    const keyring = loadKeyring(masterKeyFile);
    await fillWithCases({ db, keyring, criteria, document, duties, rules, now }, 1);
    const { id } = await db.caseRecord.findFirstOrThrow({ select: { id: true } });
    return id;
  } finally {
    await db.$disconnect();
  }
};

/** Writes `cases` cases with their parties, referrals, worklists and events; some seconds. */
export const seedLists = async (database: BenchDatabase, cases: number): Promise<void> => {
  const sample = await writeSample(database);
  const engine = await connectPlainly(database.databaseUrl);
  const owner = new Client({ connectionString: database.databaseUrl });
  await owner.connect();
  try {
    await engine.query(
      `SELECT set_config('bench.sample', $1, false), set_config('bench.cases', $2, false)`,
      [sample, String(cases)],
    );
    await engine.query(readFileSync(join(__dirname, 'seed.sql'), 'utf8'));
    // As a database that has been at work for a while is.
    await owner.query('VACUUM ANALYZE');
  } finally {
    await Promise.all([engine.end(), owner.end()]);
  }
};
