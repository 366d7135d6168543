import { randomUUID } from 'node:crypto';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { allShards, makeOutboxStore } from '../../infra/prisma/outbox-store';
import { joinRelays } from '../../infra/prisma/relay-shards';
import type { ShardHolding } from '../../infra/prisma/relay-shards';
import { newCase, stepTo } from './steps';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';

let file: StoreFile;
const joined: ShardHolding[] = [];
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(async () => {
  await Promise.all(joined.splice(0).map((one) => one.release()));
  await file.close();
});

const join = async (): Promise<ShardHolding> => {
  const { signal } = new AbortController();
  const holding = await joinRelays(file.url, {
    signal,
    onTrouble: (why) => {
      throw why;
    },
  });
  joined.push(holding!);
  return holding!;
};

/** Once each to give back, once more to take what the others gave back. */
const settle = async (holdings: readonly ShardHolding[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) {
    for (const holding of holdings) await holding.balance();
  }
};

const all = (holdings: readonly ShardHolding[]): number[] =>
  holdings.flatMap(({ held }) => [...held]).sort((a, b) => a - b);

describe('relays that share the work', () => {
  it('hold every shard once, whoever came first', async () => {
    const first = await join();
    await first.balance();
    expect(first.held.size).toBe(allShards.length);
    const others = [await join(), await join()];
    const three = [first, ...others];
    await settle(three);
    expect(all(three)).toEqual(allShards);
    expect(three.map(({ held }) => held.size).sort((a, b) => a - b)).toEqual([4, 6, 6]);
  });

  it('take over what a dead one held', async () => {
    const two = [await join(), await join()];
    await settle(two);
    const raw = await file.connect('none');
    await raw.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND objid = $1 AND objsubid = 2
         AND datname = current_database()`,
      [[...two[1]!.held][0]],
    );
    await two[1]!.lost;
    while (two[0]!.held.size < allShards.length) await two[0]!.balance();
    expect(all(two.slice(0, 1))).toEqual(allShards);
    await expect(two[1]!.balance()).rejects.toThrow();
  });

  it('find the rows of their own cases and of no others', async () => {
    const store = makeCaseStore(file.engine);
    const outbox = makeOutboxStore(file.engine);
    for (let index = 0; index < 40; index += 1) {
      await store.record(stepTo(newCase({ id: randomUUID() })));
    }
    const halves = [allShards.slice(0, 5), allShards.slice(5)];
    const [mine = [], yours = []] = await Promise.all(
      halves.map((shards) => outbox.claimBatch(100, shards)),
    );
    const digit = ({ caseId }: { caseId: string }): number => Number.parseInt(caseId.slice(-1), 16);
    expect(mine.every((row) => digit(row) < 5)).toBe(true);
    expect(yours.every((row) => digit(row) >= 5)).toBe(true);
    expect(mine.length + yours.length).toBe(40);
  });
});
