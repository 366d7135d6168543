import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { Viewer } from '../../infra/prisma/viewer';
import { worklistNames } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { deadline, newCase, referral, stepTo, viewer } from './steps';

let file: StoreFile;
let reader: CaseReader;
const overdue = deadline({
  kind: 'T_DEC',
  key: 'T_DEC:R1',
  referralId: 'R1',
  dueAt: '2026-02-01T16:00:00.000Z',
  firings: [],
  reached: 'L2',
});
/** On every list that a case can lie on at once. */
const state = newCase({
  referrals: [
    referral('sg-rav', { id: 'R1' }),
    referral('sg-rav', { id: 'R2', status: 'waiting_for_capacity' }),
    referral('sg-rav', { id: 'R3', status: 'info_requested' }),
  ],
  verdict: { policyId: 'SG-spec' } as never,
  leadConflict: 'sg-rav',
  deadlines: [overdue, deadline({ kind: 'T_FU', owedBy: 'sg-rav' })],
});

beforeAll(async () => {
  file = await openStoreFile();
  reader = makeCaseReader(file.reader);
  const store = makeCaseStore(file.engine);
  await store.record(stepTo(state));
  await store.record(stepTo(newCase({ canton: 'zh', registeredBy: 'zh-sh' })));
  // Changes are told when no older transaction is running anywhere in the cluster.
  const overseer = viewer('zh-coo', 'coordinator');
  while ((await reader.listChanges(overseer, { limit: 1 })).changes.length === 0);
});
afterAll(() => file.close());

const everythingSeenBy = async (who: Viewer) => ({
  found: (await reader.findCase(who, state.id)) !== undefined,
  listed: (await reader.listCases(who, { limit: 50 })).items.map(({ id }) => id),
  listedByCanton: (await reader.listCases(who, { canton: 'sg', limit: 50 })).items.length,
  listedByPart: (await reader.listCases(who, { institution: 'sg-sh', limit: 50 })).items.length,
  waiting: (
    await Promise.all(worklistNames.map((name) => reader.listWorklist(who, name, { limit: 50 })))
  ).flatMap(({ items }) => items).length,
  counted: (await reader.countWorklists(who)).items.reduce((sum, { count }) => sum + count, 0),
  onBoard: (await reader.readBoard(who, { limit: 9 })).columns.reduce(
    (sum, { count, items }) => sum + count + items.length,
    0,
  ),
  read: (await reader.findCases(who, [state.id])).length,
  timeline: (await reader.listTimeline(who, state.id, { limit: 50 })).items.length,
  changed: (await reader.listChanges(who, { limit: 50 })).changes.length,
});
const nothing = {
  found: false,
  listed: [],
  listedByCanton: 0,
  listedByPart: 0,
  waiting: 0,
  counted: 0,
  onBoard: 0,
  read: 0,
  timeline: 0,
  changed: 0,
};

describe('what an office sees', () => {
  it('shows both offices of a referral the case and its history', async () => {
    for (const office of ['sg-sh', 'sg-rav'] as const) {
      const seen = await everythingSeenBy(viewer(office));
      expect(seen).toMatchObject({ found: true, listed: [state.id], timeline: 1, changed: 1 });
    }
  });

  it('shows an office without a part nothing, whichever way it asks', async () => {
    for (const office of ['sg-iv', 'zh-rav', 'sg-rav-wil'] as const) {
      expect(await everythingSeenBy(viewer(office))).toEqual(nothing);
    }
  });

  it('shows the coordinator of the canton its cases, and the one of another canton none of them', async () => {
    expect(await everythingSeenBy(viewer('sg-coo', 'coordinator'))).toMatchObject({
      found: true,
      listed: [state.id],
      timeline: 1,
    });
    const zurich = await everythingSeenBy(viewer('zh-coo', 'coordinator'));
    expect(zurich).toMatchObject({ found: false, timeline: 0, listedByPart: 0, changed: 1 });
    expect(zurich.listed).not.toContain(state.id);
  });

  it('shows the strategic level, a client and a nameless caller no case, even of their own office', async () => {
    expect(await everythingSeenBy(viewer('sg-sh', 'strategic'))).toEqual(nothing);
    expect(await everythingSeenBy(viewer('sg-sh', 'client'))).toEqual(nothing);
    expect(await everythingSeenBy({ userId: '', role: 'officer' })).toEqual(nothing);
    expect(await everythingSeenBy({ userId: '', role: 'coordinator' })).toEqual(nothing);
  });

  it('shows the auditor the events of the canton', async () => {
    const seen = await everythingSeenBy(viewer('sg-coo', 'auditor'));
    expect(seen).toMatchObject({ timeline: 1, changed: 1 });
  });

  it('shows a reader who slips past the program nothing without a name', async () => {
    const raw = await file.connect('relais_reader');
    for (const table of ['cases', 'case_events', 'case_parties', 'case_worklists', 'referrals']) {
      const { rows } = await raw.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      expect([table, rows[0]?.n]).toEqual([table, 0]);
    }
  });

  it('lets a reader neither write, nor open dossiers, keys, notices or the audit log', async () => {
    const raw = await file.connect('relais_reader');
    for (const table of [
      'dossiers',
      'case_keys',
      'verdicts',
      'outbox',
      'receipts',
      'inbox',
      'audit',
    ]) {
      await expect(raw.query(`SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
    }
    await expect(raw.query('UPDATE cases SET version = 9')).rejects.toThrow('permission denied');
  });

  it('shows the owner of the tables no row of any of them', async () => {
    const owner = await file.connect('none');
    const { rows } = await owner.query<{ name: string; forced: boolean }>(
      `SELECT relname AS name, relforcerowsecurity AND relrowsecurity AS forced FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(23);
    expect(rows.filter(({ forced }) => !forced)).toEqual([]);
    const cases = await owner.query('SELECT 1 FROM cases');
    expect(cases.rowCount).toBe(0);
  });

  it('forgets who read when the next person reads over the same connection', async () => {
    await reader.findCase(viewer('sg-sh'), state.id);
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const mine = index % 2 === 0;
        const found = await reader.findCase(viewer(mine ? 'sg-sh' : 'sg-iv'), state.id);
        return (found !== undefined) === mine;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
    expect(await file.reader.$queryRaw`SELECT id FROM cases`).toEqual([]);
  });
});
