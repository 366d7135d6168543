import { partiesOf } from '../../domain/case/state';
import { nextDueOf, partiesOf as partiesInLists } from '../../infra/prisma/case-row';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, deadline, newCase, notice, referral, stepTo } from './steps';

let file: StoreFile;
beforeAll(async () => {
  file = await openStoreFile();
});
afterAll(() => file.close());

const traces = async (caseId: string) => {
  const where = { caseId };
  const { engine } = file;
  const [cases, events, parties, referrals, lists, outbox] = await Promise.all([
    engine.caseRecord.count({ where: { id: caseId } }),
    engine.caseEventRecord.count({ where }),
    engine.caseParty.count({ where }),
    engine.referralRecord.count({ where }),
    engine.caseWorklist.count({ where }),
    engine.outboxRecord.count({ where }),
  ]);
  return { cases, events, parties, referrals, lists, outbox };
};
const nothing = { cases: 0, events: 0, parties: 0, referrals: 0, lists: 0, outbox: 0 };

describe('recording a step of a case', () => {
  it('gives the office a case, its history, its lists and its notices at once', async () => {
    const state = newCase({ referrals: [referral('sg-rav')] });
    const outcome = await makeCaseStore(file.engine).record(
      stepTo(state, { notices: [notice('sg-rav', 1), notice('sg-sh', 1)] }),
    );
    expect(outcome).toBe('written');
    expect(await traces(state.id)).toEqual({
      cases: 1,
      events: 1,
      parties: 2,
      referrals: 1,
      lists: 4,
      outbox: 2,
    });
    const row = await file.engine.caseRecord.findUniqueOrThrow({ where: { id: state.id } });
    expect(row.state).toEqual(JSON.parse(JSON.stringify(state)));
    expect(row.nextDueKind).toBe('T_CRIT');
    expect(row.nextDueAt?.toISOString()).toBe('2026-02-16T16:00:00.000Z');
  });

  it('leaves the officer with no half case when one notice can not be written', async () => {
    const state = newCase();
    const broken = { ...notice('sg-rav', 1), to: null as unknown as string };
    const step = stepTo(state, { notices: [notice('sg-sh', 1), broken] });
    await expect(makeCaseStore(file.engine).record(step)).rejects.toThrow();
    expect(await traces(state.id)).toEqual(nothing);
  });

  it('leaves a running case as it was when one notice can not be written', async () => {
    const store = makeCaseStore(file.engine);
    const state = newCase();
    await store.record(stepTo(state));
    const before = await traces(state.id);
    const broken = { ...notice('sg-rav', 2), to: null as unknown as string };
    const step = stepTo(after(state, { acknowledged: true }), { notices: [broken] });
    await expect(store.record(step)).rejects.toThrow();
    expect(await traces(state.id)).toEqual(before);
    const row = await file.engine.caseRecord.findUniqueOrThrow({ where: { id: state.id } });
    expect(row.version).toBe(1);
  });

  it('tells the engine that its own step was there already and writes nothing twice', async () => {
    const store = makeCaseStore(file.engine);
    const state = newCase({ referrals: [referral('sg-rav')] });
    const step = stepTo(state);
    await store.record(step);
    const before = await traces(state.id);
    expect(await store.record(step)).toBe('repeated');
    const second = stepTo(after(state));
    expect(await store.record(second)).toBe('written');
    expect(await store.record(second)).toBe('repeated');
    expect(await traces(state.id)).toEqual({ ...before, events: 2, outbox: 2 });
  });

  it('refuses a step that was decided on an older version of the case', async () => {
    const store = makeCaseStore(file.engine);
    const state = newCase();
    await store.record(stepTo(state));
    await store.record(stepTo(after(state)));
    expect(await store.record(stepTo(after(state)))).toBe('overtaken');
    expect(await store.record(stepTo(state))).toBe('overtaken');
    expect(await store.record(stepTo(newCase({ version: 7 })))).toBe('conflict');
  });

  it('lets one of two officers through who act on the same case at the same moment', async () => {
    const store = makeCaseStore(file.engine);
    for (let round = 0; round < 10; round += 1) {
      const state = newCase();
      const opened = [stepTo(state), stepTo(state)].map((step) => store.record(step));
      expect((await Promise.all(opened)).sort()).toEqual(['overtaken', 'written']);
      const next = Array.from({ length: 4 }, () => store.record(stepTo(after(state))));
      const outcomes = (await Promise.all(next)).sort();
      expect(outcomes).toEqual(['overtaken', 'overtaken', 'overtaken', 'written']);
      expect(await traces(state.id)).toMatchObject({ events: 2, outbox: 2 });
    }
  });

  it('notices when two attempts at the very same step overtake each other', async () => {
    const store = makeCaseStore(file.engine);
    for (let round = 0; round < 10; round += 1) {
      const step = stepTo(newCase());
      const outcomes = await Promise.all([store.record(step), store.record(step)]);
      expect(outcomes.sort()).toEqual(['repeated', 'written']);
    }
  });

  it('counts the same offices as parties as the decisions do', () => {
    const cases = [
      newCase(),
      newCase({ referrals: [referral('sg-rav'), referral('sg-iv', { id: 'R2' }, 'sg-rav')] }),
      newCase({ status: 'admitted', lead: { institutionId: 'sg-rav', interim: true } }),
      newCase({ invited: ['sg-bslb', 'sg-rav'] }),
      newCase({ status: 'closed', outcome: 'dropout' }),
    ];
    for (const state of cases) expect(partiesInLists(state)).toEqual(partiesOf(state));
  });

  it('lists as the next step what an office owes, not the day on which a fact changes by itself', () => {
    const at = '2026-02-10T16:00:00.000Z';
    const birthday = deadline({ kind: 'T_FACTS', dueAt: at, firings: [{ level: 'due', at }] });
    const owed = newCase();
    const both = newCase({ deadlines: [birthday, ...owed.deadlines] });
    expect(nextDueOf(both)).toEqual(nextDueOf(owed));
    expect(nextDueOf(newCase({ deadlines: [birthday] }))).toBeUndefined();
  });
});
