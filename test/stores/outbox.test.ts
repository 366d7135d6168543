import { randomUUID } from 'node:crypto';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { isNotice, makeOutboxStore } from '../../infra/prisma/outbox-store';
import { listenOutbox, makeRelayBell } from '../../infra/prisma/relay-bell';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, newCase, notice, stepTo } from './steps';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('notices on their way to an office', () => {
  it('leave in the order in which things happened in their case', async () => {
    const store = makeCaseStore(file.engine);
    let states = Array.from({ length: 4 }, () => newCase());
    for (let version = 1; version <= 5; version += 1) {
      const steps = states.map((state) => {
        const { version: seq } = state;
        const notices = [notice('sg-rav', seq), notice('sg-sh', seq), notice('sg-iv', seq)];
        return store.record(stepTo(state, { notices }));
      });
      await Promise.all(steps);
      states = states.map((state) => after(state));
    }
    const rows = await makeOutboxStore(file.engine).claimBatch(1000);
    expect(rows.length).toBe(4 * 5 * 3);
    for (const { id } of states) {
      const mine = rows.filter((row) => row.caseId === id).map(({ seq, part }) => [seq, part]);
      const inOrder = [1, 2, 3, 4, 5].flatMap((seq) => [0, 1, 2].map((part) => [seq, part]));
      expect(mine).toEqual(inOrder);
    }
    expect(rows[0]).toMatchObject({ topicInstitution: 'sg-rav', canton: 'sg', attempts: 0 });
    expect(rows[0]?.notice).toMatchObject({ to: 'sg-rav', seq: 1 });
  });

  it('name the notice before them, of the same case to the same office, sent or not', async () => {
    const store = makeCaseStore(file.engine);
    const outbox = makeOutboxStore(file.engine);
    let state = newCase();
    const told = [['sg-rav', 'sg-sh'], ['sg-sh'], ['sg-sh', 'sg-rav'], ['sg-rav']];
    for (const offices of told) {
      const notices = offices.map((office) => notice(office, state.version));
      await store.record(stepTo(state, { notices }));
      state = after(state);
    }
    const rows = (await outbox.claimBatch(100)).filter(isNotice);
    const chain = (office: string) =>
      rows
        .filter(({ topicInstitution }) => topicInstitution === office)
        .map(({ seq, part, before }) => [before && [before.seq, before.part], [seq, part]]);
    expect(chain('sg-rav')).toEqual([
      [null, [1, 0]],
      [
        [1, 0],
        [3, 1],
      ],
      [
        [3, 1],
        [4, 0],
      ],
    ]);
    expect(chain('sg-sh')).toEqual([
      [null, [1, 1]],
      [
        [1, 1],
        [2, 0],
      ],
      [
        [2, 0],
        [3, 0],
      ],
    ]);
    await outbox.markPublished(rows.slice(0, 4).map(({ id }) => id));
    await outbox.park(rows[4]!.id, 'never');
    const [last] = (await outbox.claimBatch(100)).filter(isNotice);
    expect(last?.before).toEqual({ seq: 3, part: 1 });
  });

  it('wait until the broker has them, are counted meanwhile, and do not leave twice', async () => {
    const outbox = makeOutboxStore(file.engine);
    const state = newCase();
    const notices = [notice('sg-rav', 1), notice('sg-sh', 1), notice('sg-iv', 1)];
    await makeCaseStore(file.engine).record(stepTo(state, { notices }));
    const ids = (await outbox.claimBatch(10)).map(({ id }) => id);
    await outbox.noteFailure(ids);
    const again = await outbox.claimBatch(2);
    expect(again.map(({ id, attempts }) => [id, attempts])).toEqual(
      ids.slice(0, 2).map((id) => [id, 1]),
    );
    await outbox.markPublished(ids.slice(0, 1));
    await outbox.park(ids[1]!, 'the topic refuses it');
    const stats = await outbox.stats();
    expect(stats).toMatchObject({ waiting: 1, parked: 1 });
    expect(stats.oldestAgeMs).toBeGreaterThanOrEqual(0);
    expect((await outbox.claimBatch(10)).map(({ id }) => id)).toEqual(ids.slice(2));
    await outbox.unpark(ids[1]!);
    await outbox.markPublished(ids);
    expect(await outbox.claimBatch(10)).toEqual([]);
    expect(await outbox.stats()).toEqual({ waiting: 0, oldestAgeMs: 0, parked: 0 });
  });

  it('are found even when their step commits after a later one was sent', async () => {
    const outbox = makeOutboxStore(file.engine);
    const slow = await file.connect('relais_engine');
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice)
       VALUES ($1, 1, 0, 'sg', 'sg-rav', '{}')`,
      [randomUUID()],
    );
    await makeCaseStore(file.engine).record(stepTo(newCase()));
    await outbox.markPublished((await outbox.claimBatch(10)).map(({ id }) => id));
    await slow.query('COMMIT');
    expect((await outbox.claimBatch(10)).length).toBe(1);
  });

  it('wake the relay, which listens again after the database dropped it', async () => {
    let rings = 0;
    const ear = await listenOutbox(file.url, () => {
      rings += 1;
    });
    await until(() => rings === 1); // the ring of the new connection itself
    const bell = makeRelayBell(file.engine);
    for (let index = 0; index < 50; index += 1) bell.ring();
    await until(() => rings >= 2);
    const before = rings;
    const raw = await file.connect('none');
    await raw.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
    );
    await until(() => rings > before);
    const reconnected = rings;
    bell.ring();
    await until(() => rings > reconnected);
    await ear.stop();
  });
});
