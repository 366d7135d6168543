import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { Change } from '../../infra/prisma/changes';
import { BadCursor } from '../../infra/prisma/page';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, newCase, stepTo, viewer } from './steps';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());
const officer = viewer('sg-sh');

/** Reads on from a position; whoever writes anywhere in the cluster may hold the changes back. */
const follow = (reader: CaseReader, from?: string) => {
  let position = from;
  const told: Change[] = [];
  const read = async (): Promise<void> => {
    const answer = await reader.listChanges(officer, { after: position, limit: 3 });
    position = answer.position;
    told.push(...answer.changes);
  };
  return {
    told,
    read,
    readUntil: async (count: number): Promise<void> => {
      while (told.length < count) await read();
      await read();
    },
  };
};
const named = (changes: readonly Change[]): string[] =>
  changes.map(({ caseId, seq }) => `${caseId}/${seq}`).sort();

describe('an officer who follows what changes', () => {
  it('is told of a change that began first and was committed last', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const slowCase = newCase();
    await store.record(stepTo(slowCase));
    const following = follow(reader);
    await following.readUntil(1);

    const slow = await file.connect('relais_engine');
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
       VALUES ($1, 2, 2, 'sg', 'registrationAcknowledged', now(), 'c', '{}')`,
      [slowCase.id],
    );
    const quick = newCase();
    await store.record(stepTo(quick));
    for (let round = 0; round < 5; round += 1) await following.read();
    await slow.query('COMMIT');
    await following.readUntil(3);
    const written = [`${slowCase.id}/1`, `${slowCase.id}/2`, `${quick.id}/1`];
    expect(named(following.told)).toEqual(written.sort());
  });

  it('misses nothing and is told nothing twice while many offices write', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const following = follow(reader);
    const write = async (): Promise<string[]> => {
      let state = newCase();
      const written: string[] = [];
      for (let version = 1; version <= 10; version += 1) {
        await store.record(stepTo(state));
        written.push(`${state.id}/${version}`);
        state = after(state);
      }
      return written;
    };
    const work = { going: true };
    const writers = Promise.all(Array.from({ length: 8 }, write)).finally(() => {
      work.going = false;
    });
    while (work.going) await following.read();
    const written = (await writers).flat();
    await following.readUntil(written.length);
    expect(named(following.told)).toEqual(written.sort());
  });

  it('starts with what happens from now on, and learns who has a part', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const state = newCase({ invited: ['sg-rav'] });
    await store.record(stepTo(state));
    await follow(reader).readUntil(1);
    const following = follow(reader, await reader.currentPosition());
    await store.record(stepTo(after(state)));
    await following.readUntil(1);
    const [line] = (await reader.listCases(officer, { limit: 1 })).items;
    expect(following.told).toEqual([
      {
        caseId: state.id,
        seq: 2,
        type: 'registrationAcknowledged',
        at: '2026-02-02T08:00:00.000Z',
        institutionIds: ['sg-sh', 'sg-rav'],
        row: line,
      },
    ]);
    const asked = reader.listChanges(officer, { after: 'yesterday', limit: 10 });
    await expect(asked).rejects.toThrow(BadCursor);
  });
});
