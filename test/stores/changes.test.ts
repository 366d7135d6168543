import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
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

describe('an officer who follows what changes', () => {
  it('is told of a change that began first and was committed last', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const slowCase = newCase();
    await store.record(stepTo(slowCase));
    let position = await reader.currentPosition();

    const slow = await file.connect('relais_engine');
    await slow.query('BEGIN');
    await slow.query(
      `INSERT INTO case_events (case_id, seq, version, canton, type, at, event)
       VALUES ($1, 2, 2, 'sg', 'registrationAcknowledged', now(), '{}')`,
      [slowCase.id],
    );
    const quick = newCase();
    await store.record(stepTo(quick));

    const meanwhile = await reader.listChanges(officer, { after: position, limit: 10 });
    position = meanwhile.position;
    await slow.query('COMMIT');
    const later = await reader.listChanges(officer, { after: position, limit: 10 });
    const told = [...meanwhile.changes, ...later.changes].map(({ caseId, seq }) => [caseId, seq]);
    expect(told.sort()).toEqual(
      [
        [quick.id, 1],
        [slowCase.id, 2],
      ].sort(),
    );
    const end = await reader.listChanges(officer, { after: later.position, limit: 10 });
    expect(end.changes).toEqual([]);
  });

  it('misses nothing and is told nothing twice while many offices write', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const told: string[] = [];
    let position: string | undefined;
    const read = async (limit: number): Promise<number> => {
      const answer = await reader.listChanges(officer, { after: position, limit });
      position = answer.position;
      told.push(...answer.changes.map(({ caseId, seq }) => `${caseId}/${seq}`));
      return answer.changes.length;
    };
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
    const work = { writing: true };
    const writers = Promise.all(Array.from({ length: 8 }, write)).finally(() => {
      work.writing = false;
    });
    while (work.writing) await read(3);
    const written = (await writers).flat();
    while ((await read(3)) > 0);
    expect(told.length).toBe(written.length);
    expect([...told].sort()).toEqual(written.sort());
  });

  it('starts with what happens from now on, and learns who has a part', async () => {
    const reader = makeCaseReader(file.reader);
    const store = makeCaseStore(file.engine);
    const state = newCase({ invited: ['sg-rav'] });
    await store.record(stepTo(state));
    const position = await reader.currentPosition();
    await store.record(stepTo(after(state)));
    const { changes } = await reader.listChanges(officer, { after: position, limit: 10 });
    expect(changes).toEqual([
      {
        caseId: state.id,
        seq: 2,
        type: 'registrationAcknowledged',
        at: '2026-02-02T08:00:00.000Z',
        institutionIds: ['sg-sh', 'sg-rav'],
      },
    ]);
    const asked = reader.listChanges(officer, { after: 'yesterday', limit: 10 });
    await expect(asked).rejects.toThrow(BadCursor);
  });
});
