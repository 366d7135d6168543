import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from 'pg';
import type { CaseState } from '../../domain/case/state';
import { caseRowOf, partiesOf } from '../../infra/prisma/case-row';
import { worklistsOf } from '../../infra/prisma/worklists';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { deadline, newCase, notice, referral } from './steps';

const folder = resolve(__dirname, '../../infra/prisma/migrations');
const theLists = '20261128080000_lists';
const migrations = readdirSync(folder)
  .filter((name) => /^\d+_/.test(name) && name <= theLists)
  .sort();
const sqlOf = (name: string): string =>
  readFileSync(resolve(folder, name, 'migration.sql'), 'utf8');

let file: StoreFile;
let owner: Client;
let engine: Client;
beforeAll(async () => {
  file = await openStoreFile();
  owner = await file.connect('none');
  engine = await file.connect('relais_engine');
  await owner.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  for (const name of migrations.slice(0, -1)) await owner.query(sqlOf(name));
});
afterAll(() => file.close());

/** As the release before wrote it: without the columns that came with the lists. */
const give = async (state: CaseState, lists: readonly string[] = []): Promise<void> => {
  const row = { ...caseRowOf(state), last_command_id: 'c', state };
  await engine.query(
    'INSERT INTO cases SELECT * FROM jsonb_populate_record(NULL::cases, $1::jsonb)',
    [JSON.stringify(row)],
  );
  await engine.query(
    `INSERT INTO case_parties (case_id, institution_id, canton, registered_at)
     SELECT $1, unnest($2::text[]), 'sg', $3`,
    [state.id, partiesOf(state), state.registeredAt],
  );
  await engine.query(
    `INSERT INTO case_worklists (case_id, name, owner, sort_at)
     SELECT $1, name, owner, $3
     FROM unnest($2::text[], ARRAY['sg', 'sg-sh']) AS l(name, owner) WHERE name IS NOT NULL`,
    [state.id, lists, state.changedAt],
  );
};

const failNotice = async (state: CaseState): Promise<void> => {
  await engine.query(
    `INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice)
     VALUES ($1, 1, 0, 'sg', 'sg-rav', $2)`,
    [state.id, JSON.stringify({ ...notice('sg-rav', 1), from: 'sg-sh' })],
  );
  await engine.query(
    `UPDATE outbox SET parked_at = now(), park_reason = 'too_large' WHERE case_id = $1`,
    [state.id],
  );
};

const given = { status: 'given', recipients: [], fieldGroups: [], expiresOn: '2026-06-30' };
const cases = {
  fresh: newCase(),
  gated: newCase({ coordinatorGate: true, status: 'registered' }),
  proposed: newCase({ override: { outcome: 'admitted', reason: 'hardship', by: 'u-2' } }),
  twin: newCase({ mergeWith: newCase().id, circumstances: { consent: given } as never }),
  draft: newCase({ status: 'draft', deadlines: [] }),
  urgent: newCase({ urgent: { risk: 'violence', since: '2026-02-02T08:00:00.000Z' } as never }),
  led: newCase({
    status: 'admitted',
    lead: { institutionId: 'sg-rav', interim: false },
    referrals: [referral('sg-rav')],
    deadlines: [
      deadline({
        kind: 'T_DEC',
        owedBy: 'sg-rav',
        dueAt: '2026-02-01T16:00:00.000Z',
        reached: 'L2',
      }),
    ],
  } as never),
  closed: newCase({ status: 'closed', outcome: 'dropout' } as never),
};
const all = Object.values(cases);

const listed = async (state: CaseState) => {
  const { rows } = await engine.query<{ name: string; owner: string; at: Date }>(
    'SELECT name, owner, sort_at AS at FROM case_worklists WHERE case_id = $1',
    [state.id],
  );
  return rows.map(({ name, owner: of, at }) => `${name} ${of} ${at.toISOString()}`).sort();
};

/** Lists that the release before did not keep, or kept under another name. */
const isNew = (name: string): boolean =>
  ['to_triage', 'overrides_to_confirm', 'duplicates_to_decide', 'consent_expiring', 'drafts'].includes(name); // prettier-ignore

describe('an installation that was at work before', () => {
  beforeAll(async () => {
    await give(cases.fresh, ['to_confirm', 'to_confirm']);
    for (const state of all.slice(1)) await give(state);
    await failNotice(cases.urgent);
    await failNotice(cases.closed);
    await owner.query(sqlOf(theLists));
  });

  it.each(Object.keys(cases) as (keyof typeof cases)[])(
    'finds a case that is %s on the lists on which its next step would put it',
    async (name) => {
      const state = cases[name];
      const should = worklistsOf(state).filter((one) => isNew(one.name));
      const wanted = should.map(({ name: list, owner: of, sort_at }) => `${list} ${of} ${sort_at}`);
      const found = (await listed(state)).filter((line) => !line.startsWith('delivery_failed'));
      expect(found).toEqual(wanted.sort());
    },
  );

  it.each(Object.keys(cases) as (keyof typeof cases)[])(
    'reads the same line of a case that is %s as after its next step',
    async (name) => {
      const state = cases[name];
      const { rows } = await engine.query<{ row: Record<string, unknown> }>(
        `SELECT jsonb_strip_nulls(jsonb_build_object('urgent', urgent, 'paused', paused,
           'holder', holder, 'open_referrals', open_referrals,
           'escalates_at', relais_instant(escalates_at))) AS row FROM cases WHERE id = $1`,
        [state.id],
      );
      const wanted = caseRowOf(state);
      for (const [column, value] of Object.entries(rows[0]?.row ?? {}))
        expect([column, value]).toEqual([column, wanted[column]]);
    },
  );

  it('shows a notice that had failed before to the coordinator and to who sent it, while the case is open', async () => {
    const failed = async (state: CaseState) =>
      (await listed(state)).filter((line) => line.startsWith('delivery_failed'));
    expect((await failed(cases.urgent)).map((line) => line.split(' ')[1])).toEqual(['sg', 'sg-sh']);
    expect(await failed(cases.closed)).toEqual([]);
  });
});
