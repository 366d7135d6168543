import { makeCaseReader } from '../../infra/prisma/case-reader';
import type { CaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { Client } from 'pg';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { after, newCase, stepTo, viewer } from './steps';

let file: StoreFile;
let reader: CaseReader;
beforeEach(async () => {
  file = await openStoreFile();
  reader = makeCaseReader(file.reader);
});
afterEach(() => file.close());
const officer = viewer('sg-sh');

/** A step of a case that is being written: its place in the order is known, its end is not. */
const beginStep = async (caseId: string): Promise<{ raw: Client; position: string }> => {
  const raw = await file.connect('relais_engine');
  await raw.query('BEGIN');
  const { rows } = await raw.query<{ position: string }>(
    `INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
     VALUES ($1, 2, 2, 'sg', 'registrationAcknowledged', now(), 'c', '{}')
     RETURNING tx::text || '-' || id AS position`,
    [caseId],
  );
  await raw.query(`UPDATE cases SET status = 'returned_info' WHERE id = $1`, [caseId]);
  return { raw, position: rows[0]?.position ?? '' };
};

describe('the next list of an officer', () => {
  it('holds what the officer has just done, and says so', async () => {
    const store = makeCaseStore(file.engine);
    const state = newCase();
    await store.record(stepTo(state));
    await store.record(stepTo(after(state, { status: 'returned_info' })));
    for (const version of [1, 2]) {
      const atLeast = await reader.findPosition(officer, state.id, version);
      const list = await reader.listCases(officer, { limit: 9, atLeast });
      expect(list).toMatchObject({ complete: true, items: [{ status: 'returned_info' }] });
      const counts = await reader.countWorklists(officer, { atLeast });
      expect(counts.complete).toBe(true);
      expect((await reader.readBoard(officer, { limit: 9, atLeast })).complete).toBe(true);
    }
    expect(await reader.findPosition(viewer('sg-iv'), state.id, 1)).toBeUndefined();
  });

  it('waits for a step that is still being written', async () => {
    const state = newCase();
    await makeCaseStore(file.engine).record(stepTo(state));
    const { raw, position: atLeast } = await beginStep(state.id);
    let answered = false;
    const asked = reader.listCases(officer, { limit: 9, atLeast }).finally(() => {
      answered = true;
    });
    // Whoever asks for nothing in particular is not kept waiting meanwhile.
    const other = await reader.listCases(officer, { limit: 9 });
    expect(other).toMatchObject({ items: [{ status: 'criteria_check' }] });
    expect(other.complete).toBeUndefined();
    expect(answered).toBe(false);
    await raw.query('COMMIT');
    expect(await asked).toMatchObject({ complete: true, items: [{ status: 'returned_info' }] });
  });

  it('says that it is catching up rather than keep anybody waiting for ever', async () => {
    const state = newCase();
    await makeCaseStore(file.engine).record(stepTo(state));
    const { raw, position: atLeast } = await beginStep(state.id);
    const page = await reader.listCases(officer, { limit: 9, atLeast });
    expect(page).toMatchObject({ complete: false, items: [{ status: 'criteria_check' }] });
    await raw.query('ROLLBACK');
  });

  it('leads on to the live changes without a gap: its position is one to follow from', async () => {
    const store = makeCaseStore(file.engine);
    const state = newCase();
    await store.record(stepTo(state));
    const { position } = await reader.listCases(officer, { limit: 9 });
    await store.record(stepTo(after(state)));
    let told = await reader.listChanges(officer, { after: position, limit: 9 });
    const seen = [...told.changes];
    while (!seen.some(({ seq }) => seq === 2)) {
      told = await reader.listChanges(officer, { after: told.position, limit: 9 });
      seen.push(...told.changes);
    }
    // A list that is asked for with the position of the change holds the change.
    const list = await reader.listCases(officer, { limit: 9, atLeast: told.position });
    expect(list).toMatchObject({ complete: true, items: [{ version: 2 }] });
  });
});
