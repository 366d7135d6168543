import { randomUUID } from 'node:crypto';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeForecastReader } from '../../infra/prisma/forecast-reader';
import { openDatabase } from '../../infra/prisma/database';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { caseStatuses, worklistNames } from '../../schemas/index';
import type { CaseFilters } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, deadline, newCase, referral, stepTo, viewer } from './steps';

const CASES = 20_000;
let file: StoreFile;
const sample = newCase({
  referrals: [referral('sg-rav')],
  deadlines: [deadline({ kind: 'T_DEC' })],
});

const stages = caseStatuses.filter((status) => status !== 'closed' && status !== 'draft');

/** Copies one recorded case many times, over some hundred offices. */
async function fill(): Promise<void> {
  const raw = await file.connect('relais_engine');
  const engine = openDatabase(file.url, 'relais_engine');
  await makeCaseStore(engine).record(stepTo(sample));
  // In empty tables nothing else is worth it; a session hands in what it counted when it ends.
  await engine.$disconnect();
  const source = `FROM cases c, generate_series(1, ${CASES}) n WHERE c.id = '${sample.id}'`;
  await raw.query(
    `CREATE TEMP TABLE copies AS SELECT gen_random_uuid() AS id, n,
    'sg-sh-' || n % 400 AS office, c.registered_at - n * interval '1 minute' AS at,
    ($1::text[])[1 + n % cardinality($1::text[])] AS stage ${source}`,
    [stages],
  );
  await raw.query(`INSERT INTO cases
    SELECT (jsonb_populate_record(c, jsonb_build_object('id', k.id, 'registered_by', k.office,
      'parties', jsonb_build_array(k.office), 'registered_at', k.at, 'escalates_at', k.at, 'status', k.stage,
      'wakes_at', c.wakes_at + k.n * interval '1 minute',
      'holder', k.office, 'overdue_level', CASE WHEN n % 50 = 0 THEN 'L2' END))).*
    FROM cases c, copies k WHERE c.id = '${sample.id}'`);
  await raw.query(`INSERT INTO case_parties
    SELECT id, office, 'sg', at, stage, at FROM copies`);
  await raw.query(`INSERT INTO case_worklists
    SELECT id, 'to_answer', unnest(ARRAY[office, 'sg']), at FROM copies`);
  await raw.query(`INSERT INTO referrals
    SELECT id, 'R1', 'sg', 'sent', office, 'sg-rav-' || n % 20, 'placement', at FROM copies`);
  await raw.query(`INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
    SELECT id, 1, 1, 'sg', 'registrationAcknowledged', at, 'c', '{}' FROM copies`);
  await raw.query(`INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice, published_at)
    SELECT id, 1, 0, 'sg', office, '{}', now() FROM copies`);
  await raw.query('SELECT pg_stat_force_next_flush()');
  const owner = await file.connect('none');
  await owner.query('ANALYZE');
}

beforeAll(async () => {
  file = await openStoreFile();
  await fill();
});
afterAll(() => file.close());

const narrowings: readonly CaseFilters[] = [
  {},
  { status: 'criteria_check' },
  { from: 'sg-sh-7', to: 'sg-rav-7' },
  { level: 'L2' },
  { holder: 'sg-sh-7' },
  { institution: 'sg-sh-7' },
  { responsible: 'u-1' },
];

const scans = async (): Promise<Record<string, number>> => {
  const raw = await file.connect('none');
  const { rows } = await raw.query<{ name: string; scans: string }>(
    `SELECT relname AS name, seq_scan AS scans FROM pg_stat_user_tables WHERE relname = ANY($1)`,
    [['cases', 'case_events', 'case_parties', 'case_worklists', 'outbox', 'referrals']],
  );
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.scans)]));
};

describe('an office in a large canton', () => {
  it('waits for no list, timeline or step that reads a whole table', async () => {
    const before = await scans();
    const reading = openDatabase(file.url, 'relais_reader');
    const writing = openDatabase(file.url, 'relais_engine');
    const reader = makeCaseReader(reading);
    const waking = makeForecastReader(reading);
    const soon = { before: '2026-02-17T16:00:00.000Z' };
    const position = await reader.currentPosition();
    const office = viewer('sg-sh-7');
    // More often than the five times after which Postgres may plan a statement once and for all.
    for (let round = 0; round < 8; round += 1) {
      for (const who of [office, viewer('sg-coo', 'coordinator'), viewer('sg-sh')]) {
        await reader.findCase(who, sample.id);
        const first = await reader.listCases(who, { limit: 20 });
        await reader.listCases(who, { limit: 20, after: first.next, canton: 'sg' });
        await reader.listCases(who, { limit: 20, status: 'criteria_check' });
        for (const name of worklistNames) await reader.listWorklist(who, name, { limit: 20 });
        await reader.countWorklists(who);
        for (const filters of narrowings) {
          const { items } = await reader.listCases(who, { order: 'escalation', limit: 20 });
          expect(items.length).toBeGreaterThan(0);
          await reader.listCases(who, { order: 'escalation', limit: 20, ...filters });
          await reader.readBoard(who, { limit: 20, ...filters });
        }
        await reader.listTimeline(who, sample.id, { limit: 20 });
        const woken = await waking.listWaking(who, { ...soon, limit: 20 });
        await waking.listWaking(who, { ...soon, limit: 20, after: woken.next });
        await waking.countWaking(who, soon);
        await reader.listChanges(who, { after: position, limit: 20 });
      }
      await makeOutboxStore(writing).claimBatch(100);
      const fresh = newCase({ referrals: [referral('sg-rav')] });
      const store = makeCaseStore(writing);
      expect(await store.record(stepTo(fresh))).toBe('written');
      expect(await store.record(stepTo(after(fresh)))).toBe('written');
    }
    // A session hands in what it counted when it ends.
    await Promise.all([reading.$disconnect(), writing.$disconnect()]);
    expect(await scans()).toEqual(before);
  });

  it('sees its page of the list in a moment', async () => {
    const reader = makeCaseReader(file.reader);
    const office = viewer('sg-sh-7');
    const times: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const startedAt = performance.now();
      const page = await reader.listCases(office, { limit: 20 });
      times.push(performance.now() - startedAt);
      expect(page.items.length).toBe(20);
    }
    const median = times.sort((a, b) => a - b)[15] ?? Number.NaN;
    expect(median).toBeLessThan(100);
    expect(await reader.findCase(office, randomUUID())).toBeUndefined();
  });
});
