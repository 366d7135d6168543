import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { CaseState } from '../../domain/case/state';
import type { CaseFilters } from '../../schemas/index';
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
const due = (on: string) => [
  deadline({
    kind: 'T_CRIT',
    owedBy: 'sg-sh',
    dueAt: `${on}T16:00:00.000Z`,
    firings: [{ level: 'L1', at: `${on}T16:00:00.000Z` }],
  }),
];
const led = (given: Partial<CaseState> = {}): CaseState =>
  newCase({
    status: 'admitted',
    lead: { institutionId: 'sg-sh', interim: false },
    ...given,
  } as never);

describe('the board', () => {
  it('has a column for every open stage, counted whole, with what escalates next on top', async () => {
    const days = ['2026-03-05', '2026-03-02', '2026-03-04', '2026-03-03'];
    const states = days.map((on) => newCase({ deadlines: due(on) }));
    const closed = newCase({ status: 'closed', outcome: 'dropout', deadlines: [] });
    await record(...states, led(), closed, newCase({ status: 'draft' }));
    for (const who of [officer, coordinator]) {
      const { columns } = await reader.readBoard(who, { limit: 3 });
      const counts = Object.fromEntries(
        columns.filter(({ count }) => count > 0).map(({ status, count }) => [status, count]),
      );
      const draft = who === officer ? { draft: 1 } : {};
      expect(counts).toEqual({ criteria_check: 4, admitted: 1, ...draft });
      const column = columns.find(({ status }) => status === 'criteria_check');
      const shown = column?.items ?? [];
      for (const row of shown) expect(CaseRow.parse(row)).toEqual(row);
      // What is not shown comes from the list of cases, from the very place where the column ends.
      const rest = await reader.listCases(who, {
        order: 'escalation',
        status: 'criteria_check',
        limit: 9,
        after: column?.next,
      });
      const ids = [...shown, ...rest.items].map(({ id }) => id);
      expect(ids).toEqual([1, 3, 2, 0].map((index) => states[index]?.id));
    }
  });

  it('puts an urgent case first, and one that nobody is reminded of before what is due later', async () => {
    const calm = newCase({ deadlines: due('2026-03-02') });
    const lost = newCase({ deadlines: [] });
    const urgent = newCase({
      deadlines: due('2026-06-01'),
      urgent: { risk: 'housing_loss', since: '2026-02-02T08:00:00.000Z' },
    });
    await record(calm, lost, urgent);
    for (const who of [officer, coordinator]) {
      const page = await reader.listCases(who, { order: 'escalation', limit: 9 });
      expect(page.items.map(({ id }) => id)).toEqual([urgent.id, lost.id, calm.id]);
    }
  });

  it('says since when a case stands in its stage, whatever else happens to it', async () => {
    const state = newCase();
    const noted = after(state, { changedAt: '2026-02-03T08:00:00.000Z' });
    const moved = after(noted, {
      changedAt: '2026-02-04T08:00:00.000Z',
      status: 'returned_info',
    } as never);
    const line = async () => (await reader.listCases(officer, { limit: 1 })).items[0];
    await record(state, noted);
    expect(await line()).toMatchObject({
      stageSince: state.changedAt,
      changedAt: noted.changedAt,
    });
    await record(moved);
    expect(await line()).toMatchObject({ stageSince: moved.changedAt, status: 'returned_info' });
  });

  it('keeps its columns true for an office whose part is over', async () => {
    const lead = { institutionId: 'sg-rav', interim: false } as const;
    const before = led({ lead });
    await record(before);
    const own = { lead: { institutionId: 'sg-sh', interim: false } } as never;
    await record(after(before, own), after(after(before, own), { status: 'meeting' } as never));
    const { columns } = await reader.readBoard(viewer('sg-rav'), { limit: 3 });
    const filled = columns.filter(({ count }) => count > 0);
    expect(filled.map(({ status, items }) => [status, items.length])).toEqual([['meeting', 1]]);
  });

  it('can be narrowed to a pair, a level, a holder, a permit group and a partner', async () => {
    const sent = led({ referrals: [referral('sg-rav')], circumstances: { protectedPermit: true } });
    const overdue = led({
      referrals: [referral('sg-iv')],
      deadlines: [
        deadline({
          kind: 'T_DEC',
          key: 'T_DEC:R1',
          referralId: 'R1',
          owedBy: 'sg-iv',
          dueAt: '2026-02-01T16:00:00.000Z',
          firings: [],
          reached: 'L2',
        }),
      ],
    });
    await record(sent, overdue);
    for (const who of [officer, coordinator]) {
      const found = async (filters: CaseFilters): Promise<string[]> => {
        const board = await reader.readBoard(who, { ...filters, limit: 9 });
        const list = await reader.listCases(who, { ...filters, limit: 9 });
        const ids = board.columns.flatMap(({ items }) => items.map(({ id }) => id)).sort();
        expect(board.columns.reduce((sum, { count }) => sum + count, 0)).toBe(ids.length);
        expect(list.items.map(({ id }) => id).sort()).toEqual(ids);
        return ids;
      };
      expect(await found({ from: 'sg-sh', to: 'sg-rav' })).toEqual([sent.id]);
      expect(await found({ to: 'sg-iv' })).toEqual([overdue.id]);
      expect(await found({ from: 'sg-rav' })).toEqual([]);
      expect(await found({ level: 'L2' })).toEqual([overdue.id]);
      expect(await found({ holder: 'sg-iv' })).toEqual([overdue.id]);
      expect(await found({ permitGroup: 'protected' })).toEqual([sent.id]);
      expect(await found({ institution: 'sg-iv' })).toEqual([overdue.id]);
      expect(await found({ status: 'meeting' })).toEqual([]);
      expect((await found({ status: 'admitted' })).length).toBe(2);
    }
  });
});
