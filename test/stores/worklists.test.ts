import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeCaseload } from '../../infra/prisma/caseload-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDeliveryQueue } from '../../infra/prisma/delivery-queue';
import { makeDeliveryStore } from '../../infra/prisma/delivery-store';
import type { CaseState } from '../../domain/case/state';
import type { WorklistName } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, deadline, newCase, notice, referral, stepTo, viewer } from './steps';

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
const listed = async (who: typeof officer, name: WorklistName, wish = {}): Promise<string[]> =>
  (await reader.listWorklist(who, name, { limit: 50, ...wish })).items.map(({ id }) => id);
const setNow = (domainOrigin: string) =>
  makeClockStore(file.engine).setClock({
    engineOrigin: new Date().toISOString(),
    domainOrigin,
    rate: 1,
  });

describe('my day', () => {
  it('has what nobody decided yet to triage, and an override for a second person apart from it', async () => {
    const fresh = newCase({ status: 'preclarified' });
    const gated = newCase({ coordinatorGate: true });
    const override = { outcome: 'admitted', reason: 'hardship', by: 'u-2' } as const;
    const proposed = newCase({ override });
    const admitted = newCase({
      status: 'admitted',
      lead: { institutionId: 'sg-sh', interim: false },
    });
    await record(fresh, gated, proposed, admitted);
    expect(await listed(officer, 'to_triage')).toEqual([fresh.id]);
    expect((await listed(coordinator, 'to_triage')).sort()).toEqual([fresh.id, gated.id].sort());
    for (const who of [officer, coordinator])
      expect(await listed(who, 'overrides_to_confirm')).toEqual([proposed.id]);
  });

  it('shows a possible duplicate to those who decide on it, and to no partner', async () => {
    const twin = newCase({ mergeWith: newCase().id, referrals: [referral('sg-rav')] });
    await record(twin);
    for (const who of [officer, coordinator])
      expect(await listed(who, 'duplicates_to_decide')).toEqual([twin.id]);
    expect(await listed(viewer('sg-rav'), 'duplicates_to_decide')).toEqual([]);
  });

  it('keeps the drafts of an office for that office alone, and on no other list', async () => {
    const draft = newCase({ status: 'draft', deadlines: [] });
    await record(draft);
    expect(await listed(officer, 'drafts')).toEqual([draft.id]);
    expect(await listed(officer, 'without_next_step')).toEqual([]);
    expect(await listed(coordinator, 'drafts')).toEqual([]);
    await record(after(draft, { status: 'criteria_check' }));
    expect(await listed(officer, 'drafts')).toEqual([]);
  });

  it('warns of a consent thirty days before it ends, without anybody doing anything', async () => {
    const consent = (expiresOn?: string) => ({
      circumstances: {
        consent: { status: 'given', recipients: [], fieldGroups: [], ...{ expiresOn } },
      } as never,
    });
    const ending = newCase(consent('2026-06-30'));
    await record(ending, newCase(consent()));
    const seen = async () => [
      await listed(officer, 'consent_expiring'),
      (await reader.countWorklists(officer)).items.find(({ name }) => name === 'consent_expiring')
        ?.count,
    ];
    await setNow('2026-05-30T08:00:00.000Z');
    expect(await seen()).toEqual([[], 0]);
    await setNow('2026-06-01T08:00:00.000Z');
    expect(await seen()).toEqual([[ending.id], 1]);
    await record(after(ending, consent('2027-06-30')));
    expect(await seen()).toEqual([[], 0]);
  });

  it('counts what is overdue by the step of the ladder, and lists one step alone', async () => {
    const late = (reached?: 'L1' | 'L2') =>
      newCase({
        deadlines: [
          deadline({
            kind: 'T_CRIT',
            owedBy: 'sg-sh',
            dueAt: '2026-02-01T16:00:00.000Z',
            firings: [],
            ...(reached && { reached }),
          }),
        ],
      });
    const [first, second, third, due] = [late('L1'), late('L2'), late('L2'), late()];
    await record(first, second, third, due);
    const { items } = await reader.countWorklists(officer);
    expect(items.find(({ name }) => name === 'overdue')).toEqual({
      name: 'overdue',
      count: 4,
      levels: [
        { level: 'L1', count: 1 },
        { level: 'L2', count: 2 },
        { level: 'due', count: 1 },
      ],
    });
    expect((await listed(officer, 'overdue', { level: 'L2' })).sort()).toEqual(
      [second.id, third.id].sort(),
    );
  });

  it('can be that of one person of the office', async () => {
    const [mine, theirs] = [newCase(), newCase()];
    await record(mine, theirs);
    const assigned = { caseId: mine.id, institutionId: 'sg-sh', userId: 'u-1' };
    await makeCaseload(file.engine).assign(assigned, officer);
    const counts = await reader.countWorklists(officer, { responsible: 'u-1' });
    expect(counts.items.find(({ name }) => name === 'to_triage')?.count).toBe(1);
    expect(await listed(officer, 'to_triage', { responsible: 'u-1' })).toEqual([mine.id]);
    const { items } = await reader.listWorklist(officer, 'to_triage', { limit: 9 });
    expect(items.find(({ id }) => id === mine.id)?.responsible).toBe('u-1');
    // Who works on it at another institution is nobody's business.
    const [row] = (await reader.listCases(coordinator, { limit: 9, responsible: 'u-1' })).items;
    expect(row).toBeUndefined();
  });
});

describe('a notice that did not arrive', () => {
  const key = (state: CaseState) => ({ caseId: state.id, seq: state.version, part: 0 });
  const sentByMail = async (state: CaseState): Promise<void> => {
    await record(state);
    await file.engine.$executeRaw`INSERT INTO deliveries
      (case_id, seq, part, canton, institution_id, channel)
      SELECT case_id, seq, part, canton, institution_id, 'mail' FROM outbox
      WHERE case_id = ${state.id}::uuid`;
  };
  const failed = (who = officer) => listed(who, 'delivery_failed');

  it('is before who has the case and the coordinator until it is sent again', async () => {
    const state = newCase();
    await sentByMail(state);
    expect(await failed()).toEqual([]);
    await makeDeliveryQueue(file.engine).giveUp([key(state)], 'mailbox_refused');
    for (const who of [officer, coordinator]) expect(await failed(who)).toEqual([state.id]);
    const id = `${state.id}-0000000001-00` as never;
    await makeDeliveryStore(file.engine).replay({ canton: 'sg' }, id);
    for (const who of [officer, coordinator]) expect(await failed(who)).toEqual([]);
  });

  it('is told to who follows the changes when it comes and when it goes, and to nobody else', async () => {
    const state = newCase();
    await sentByMail(state);
    const follow = (who: typeof officer) => {
      let after: string | undefined;
      return async (): Promise<readonly string[]> => {
        const news = await reader.listChanges(who, { after, limit: 9 });
        after = news.position;
        return news.relisted;
      };
    };
    /** Whoever writes anywhere in the cluster may hold the news back. */
    const told = async (next: () => Promise<readonly string[]>): Promise<readonly string[]> => {
      for (;;) {
        const ids = await next();
        if (ids.length > 0) return ids;
      }
    };
    const mine = follow(officer);
    const theirs = follow(viewer('sg-rav'));
    expect(await mine()).toEqual([]);
    await makeDeliveryQueue(file.engine).giveUp([key(state)], 'mailbox_refused');
    expect(await told(mine)).toEqual([state.id]);
    const id = `${state.id}-0000000001-00` as never;
    await makeDeliveryStore(file.engine).replay({ canton: 'sg' }, id);
    expect(await told(mine)).toEqual([state.id]);
    expect(await mine()).toEqual([]);
    expect(await theirs()).toEqual([]);
  });

  it('is over when its institution has read the case after all', async () => {
    const state = newCase();
    await sentByMail(state);
    await makeDeliveryQueue(file.engine).giveUp([key(state)], 'no_address');
    await makeDeliveryStore(file.engine).noteRead(state.id, 'sg-iv');
    expect(await failed()).toEqual([state.id]);
    await makeDeliveryStore(file.engine).noteRead(state.id, 'sg-sh');
    expect(await failed()).toEqual([]);
  });

  const asked = newCase({
    referrals: [referral('sg-iv', {}, 'sg-rav')],
    lead: { institutionId: 'sg-sh', interim: false },
    status: 'admitted',
  });
  const sendReferral = async (state: CaseState): Promise<void> => {
    const sent = { ...notice('sg-iv', 1), from: 'sg-rav' as const, referralId: 'R1' };
    await makeCaseStore(file.engine).record(stepTo(state, { notices: [sent] }));
    await file.engine.$executeRaw`UPDATE outbox SET parked_at = now(), park_reason = 'x'
      WHERE case_id = ${state.id}::uuid`;
  };
  const everyone = [coordinator, officer, viewer('sg-rav')];

  it('is before who sent it, until the office has answered the referral by some other way', async () => {
    await sendReferral(asked);
    for (const who of everyone) expect(await failed(who)).toEqual([asked.id]);
    expect(await failed(viewer('sg-iv'))).toEqual([]);
    const counts = (await reader.countWorklists(coordinator)).items;
    expect(counts.find(({ name }) => name === 'delivery_failed')?.count).toBe(1);
    // Another step of the case changes nothing: the office still knows of nothing.
    const moved = after(asked);
    await record(moved);
    for (const who of everyone) expect(await failed(who)).toEqual([asked.id]);
    const answeredAt = '2026-02-03T08:00:00.000Z';
    await record(
      after(moved, {
        referrals: [referral('sg-iv', { status: 'accepted', answeredAt }, 'sg-rav')],
      }),
    );
    for (const who of everyone) expect(await failed(who)).toEqual([]);
  });

  it('stays while another one of the same case has failed too', async () => {
    await sendReferral(asked);
    await record(after(asked));
    const last = { caseId: asked.id, seq: 2, part: 0 };
    await file.engine.$executeRaw`INSERT INTO deliveries
      (case_id, seq, part, canton, institution_id, channel)
      VALUES (${asked.id}::uuid, 2, 0, 'sg', 'sg-sh', 'mail')`;
    await makeDeliveryQueue(file.engine).giveUp([last], 'no_address');
    await makeDeliveryStore(file.engine).noteRead(asked.id, 'sg-iv');
    // The partner has read it; what remains is of no concern to who sent the first one.
    expect(await failed(coordinator)).toEqual([asked.id]);
    expect(await failed(viewer('sg-rav'))).toEqual([]);
    await makeDeliveryStore(file.engine).noteRead(asked.id, 'sg-sh');
    expect(await failed(coordinator)).toEqual([]);
  });

  it('goes with the case to its new lead, and ends with it', async () => {
    const state = newCase();
    await sentByMail(state);
    await makeDeliveryQueue(file.engine).giveUp([key(state)], 'no_address');
    const lead = { institutionId: 'sg-rav', interim: false } as const;
    const led = after(state, { status: 'admitted', lead } as never);
    await record(led);
    expect(await failed()).toEqual([]);
    expect(await failed(viewer('sg-rav'))).toEqual([state.id]);
    await record(after(led, { status: 'closed', outcome: 'dropout' }));
    expect(await failed(viewer('sg-rav'))).toEqual([]);
  });
});
