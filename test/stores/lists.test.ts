import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { BadCursor } from '../../infra/prisma/page';
import type { CaseState } from '../../domain/case/state';
import type { CaseRow as Row, WorklistName } from '../../schemas/index';
import { CaseRow } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, deadline, newCase, referral, stepTo, viewer } from './steps';

let file: StoreFile;
let reader: CaseReader;
beforeEach(async () => {
  file = await openStoreFile();
  reader = makeCaseReader(file.reader);
});
afterEach(() => file.close());
const record = async (...states: CaseState[]): Promise<void> => {
  for (const state of states) await makeCaseStore(file.engine).record(stepTo(state));
};
const officer = viewer('sg-sh');
const coordinator = viewer('sg-coo', 'coordinator');

const listed = async (who: typeof officer, name: WorklistName): Promise<string[]> =>
  (await reader.listWorklist(who, name, { limit: 50 })).items.map(({ id }) => id);

/** The lists on which somebody has a case. */
const counted = async (who: typeof officer): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await reader.countWorklists(who)).items
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => [name, count]),
  );

describe('the list of cases of an office', () => {
  it('pages through every case once, newest first, also when several came at one moment', async () => {
    const states = Array.from({ length: 25 }, (_, index) =>
      newCase({ registeredAt: `2026-02-0${1 + (index % 3)}T08:00:00.000Z` }),
    );
    await record(...states);
    for (const who of [officer, coordinator]) {
      const rows: Row[] = [];
      let cursor: string | undefined;
      do {
        const page = await reader.listCases(who, { limit: 4, after: cursor });
        rows.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      const registered = new Map(states.map(({ id, registeredAt: at }) => [id, at]));
      const times = rows.map(({ id }) => registered.get(id) ?? '');
      expect(times).toEqual([...times].sort().reverse());
      expect(rows.map(({ id }) => id).sort()).toEqual(states.map(({ id }) => id).sort());
      for (const row of rows) expect(CaseRow.parse(row)).toEqual(row);
    }
    const asked = reader.listCases(officer, { limit: 4, after: 'rubbish' });
    await expect(asked).rejects.toThrow(BadCursor);
  });

  it('can be narrowed to a status, a permit group, a canton and a partner', async () => {
    const refugee = newCase({ circumstances: { protectedPermit: true }, status: 'bilateral' });
    const shared = newCase({ invited: ['sg-rav'], circumstances: { protectedPermit: false } });
    await record(refugee, shared);
    for (const who of [officer, coordinator]) {
      const ids = async (filter: object): Promise<string[]> =>
        (await reader.listCases(who, { limit: 9, ...filter })).items.map(({ id }) => id);
      expect(await ids({ status: 'bilateral' })).toEqual([refugee.id]);
      expect(await ids({ permitGroup: 'protected' })).toEqual([refugee.id]);
      expect(await ids({ permitGroup: 'other' })).toEqual([shared.id]);
      expect(await ids({ institution: 'sg-rav' })).toEqual([shared.id]);
      expect((await ids({ canton: 'sg' })).length).toBe(2);
      expect(await ids({ canton: 'zh' })).toEqual([]);
    }
  });

  it('says what is due next, who owes it, and how far the ladder has come', async () => {
    const due = deadline({
      kind: 'T_DEC',
      key: 'T_DEC:R1',
      referralId: 'R1',
      dueAt: '2026-02-01T16:00:00.000Z',
      reached: 'L1',
      firings: [{ level: 'L2', at: '2026-02-08T16:00:00.000Z' }],
    });
    const lead = { institutionId: 'sg-rav', interim: false } as const;
    await record(
      newCase({ status: 'admitted', lead, referrals: [referral('sg-rav')], deadlines: [due] }),
    );
    const [row] = (await reader.listCases(officer, { limit: 1 })).items;
    expect(row).toMatchObject({
      lead: 'sg-rav',
      nextDueAt: '2026-02-08T16:00:00.000Z',
      nextDueKind: 'T_DEC',
      nextDueOwner: 'sg-rav',
      nextDueLevel: 'L2',
      level: 'L1',
    });
    const stored = await file.engine.referralRecord.findFirstOrThrow();
    expect(stored.level).toBe('L1');
  });
});

describe('the worklists', () => {
  it('bring a referral to who must answer it, and take it away with the answer', async () => {
    const state = newCase({ referrals: [referral('sg-rav')] });
    await record(state);
    expect(await listed(viewer('sg-rav'), 'to_answer')).toEqual([state.id]);
    expect(await listed(officer, 'to_answer')).toEqual([]);
    expect(await listed(coordinator, 'to_answer')).toEqual([state.id]);
    await record(after(state, { referrals: [referral('sg-rav', { status: 'accepted' })] }));
    expect(await listed(viewer('sg-rav'), 'to_answer')).toEqual([]);
  });

  it('put a verdict before the coordinator where the canton has a gate, else before the office', async () => {
    const verdict = { policyId: 'SG-spec' } as never;
    const gated = newCase({ verdict, coordinatorGate: true });
    const open = newCase({ verdict });
    // What was deferred is nobody's to confirm until the deferral ends.
    const deferred = newCase({ verdict, confirmed: 'deferred' });
    await record(gated, open, deferred);
    expect((await listed(coordinator, 'to_triage')).sort()).toEqual([gated.id, open.id].sort());
    expect(await listed(officer, 'to_triage')).toEqual([open.id]);
  });

  it('return a case for information to its sender, and keep a waiting one with both', async () => {
    const back = newCase({ status: 'returned_info' });
    const asked = newCase({ referrals: [referral('sg-rav', { status: 'info_requested' })] });
    const waiting = newCase({
      referrals: [referral('sg-rav', { status: 'waiting_for_capacity' })],
    });
    await record(back, asked, waiting);
    expect((await listed(officer, 'returned_to_me')).sort()).toEqual([back.id, asked.id].sort());
    expect(await listed(officer, 'waiting_for_capacity')).toEqual([waiting.id]);
    expect(await listed(viewer('sg-rav'), 'waiting_for_capacity')).toEqual([waiting.id]);
  });

  it('find the case that nobody will be reminded of, and no closed one', async () => {
    const lost = newCase({ deadlines: [] });
    const closed = newCase({ status: 'closed', outcome: 'dropout', deadlines: [] });
    await record(lost, closed);
    expect(await listed(officer, 'without_next_step')).toEqual([lost.id]);
  });

  it('show a follow-up two weeks before it is due on the clock of the installation', async () => {
    const dueAt = '2026-05-04T15:00:00.000Z';
    const followUp = deadline({ kind: 'T_FU', owedBy: 'sg-sh', dueAt });
    const state = newCase({ deadlines: [followUp] });
    await record(state);
    const clock = makeClockStore(file.engine);
    const setNow = (domainOrigin: string) =>
      clock.setClock({ engineOrigin: new Date().toISOString(), domainOrigin, rate: 1 });
    await setNow('2026-04-01T08:00:00.000Z');
    expect(await listed(officer, 'follow_ups_due')).toEqual([]);
    await setNow('2026-04-21T08:00:00.000Z');
    expect(await listed(officer, 'follow_ups_due')).toEqual([state.id]);
  });

  it('put an urgent case before every other, and say so', async () => {
    const due = (id: string, on: string) => ({
      referrals: [referral('sg-iv')],
      deadlines: [deadline({ kind: 'T_DEC', dueAt: `${on}T16:00:00.000Z`, firings: [] })],
      id,
    });
    const calm = newCase(due('00000000-0000-4000-8000-0000000000c1', '2026-03-02'));
    const urgent = newCase({
      ...due('00000000-0000-4000-8000-0000000000c2', '2026-06-01'),
      urgent: { risk: 'housing_loss', since: '2026-02-02T08:00:00.000Z' },
    });
    await record(calm, urgent);
    const { items } = await reader.listWorklist(viewer('sg-iv'), 'to_answer', { limit: 9 });
    expect(items.map(({ id, urgent: flag }) => [id, flag])).toEqual([
      [urgent.id, true],
      [calm.id, undefined],
    ]);
  });

  it('are counted as they are listed, and page what is due first', async () => {
    const states = Array.from({ length: 9 }, (_, index) =>
      newCase({
        referrals: [referral('sg-rav')],
        deadlines: [
          deadline({
            kind: 'T_DEC',
            firings: [{ level: 'L1', at: `2026-03-1${9 - index}T08:00:00.000Z` }],
          }),
        ],
      }),
    );
    await record(...states);
    const rav = viewer('sg-rav');
    expect(await counted(rav)).toEqual({ to_answer: 9 });
    const first = await reader.listWorklist(rav, 'to_answer', { limit: 5 });
    const rest = await reader.listWorklist(rav, 'to_answer', { limit: 5, after: first.next });
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect(ids).toEqual(states.map(({ id }) => id).reverse());
    expect(rest.next).toBeUndefined();
  });
});

describe('the timeline of a case', () => {
  it('tells in order what happened, page by page', async () => {
    let state = newCase();
    for (let version = 1; version <= 5; version += 1) {
      await record(state);
      state = after(state);
    }
    const first = await reader.listTimeline(officer, state.id, { limit: 3 });
    const rest = await reader.listTimeline(officer, state.id, { limit: 3, after: first.next });
    expect([...first.items, ...rest.items].map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(rest.next).toBeUndefined();
  });
});

it('counts what the filters leave, as the lists show it', async () => {
  const [mine, theirs] = [newCase(), newCase()];
  await record(mine, theirs);
  for (const filters of [
    { status: 'registered' as const },
    { status: 'closed' as const },
    { canton: 'sg' as const, institution: 'sg-iv' },
    { holder: 'sg-sh' },
  ]) {
    const { items } = await reader.countWorklists(officer, filters);
    for (const { name, count } of items)
      expect([filters, name, count]).toEqual([
        filters,
        name,
        (await reader.listWorklist(officer, name, { limit: 200, ...filters })).items.length,
      ]);
  }
});
