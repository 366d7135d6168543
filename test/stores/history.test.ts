import { makeAuditStore } from '../../infra/prisma/audit-store';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { newCase, stepTo, viewer } from './steps';

let file: StoreFile;
beforeAll(async () => {
  file = await openStoreFile();
});
afterAll(() => file.close());

describe('what happened', () => {
  it('can not be changed or taken back by the engine, the owner or the superuser', async () => {
    const state = newCase();
    await makeCaseStore(file.engine).record(stepTo(state));
    await makeAuditStore(file.engine).append({
      caseId: state.id,
      viewer: viewer('sg-sh'),
      action: 'case.read',
      fields: [],
    });
    const engine = await file.connect('relais_engine');
    const owner = await file.connect('none');
    for (const table of ['case_events', 'audit']) {
      await expect(engine.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
      await expect(owner.query(`TRUNCATE ${table}`)).rejects.toThrow('append-only');
    }
    // The owner sees no row; when it lifts that, the trigger is still there.
    await owner.query('ALTER TABLE case_events NO FORCE ROW LEVEL SECURITY');
    await expect(owner.query(`UPDATE case_events SET type = 'x'`)).rejects.toThrow('append-only');
    await expect(owner.query('DELETE FROM case_events')).rejects.toThrow('append-only');
    await owner.query('ALTER TABLE case_events FORCE ROW LEVEL SECURITY');
  });
});

describe('the audit log of a case', () => {
  const line = (caseId: string, fields: string[]) => ({
    caseId,
    viewer: viewer('sg-sh'),
    action: 'dossier.read',
    fields,
  });

  it('numbers the reads of many officers at once without a gap, and its chain holds', async () => {
    const audit = makeAuditStore(file.engine);
    const { id } = newCase();
    const numbers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => audit.append(line(id, [`field-${index}`]))),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(await audit.findBreak(id)).toBeUndefined();
    const page = await audit.listAudit(id, { limit: 5, after: 18 });
    expect(page.map(({ number }) => number)).toEqual([19, 20]);
    expect(page[0]).toMatchObject({ userId: 'u-1', institutionId: 'sg-sh', role: 'officer' });
  });

  it('tells the auditor which line somebody with all rights has altered', async () => {
    const audit = makeAuditStore(file.engine);
    const { id } = newCase();
    for (const field of ['person.vn', 'person.phone', 'facts.goal']) {
      await audit.append(line(id, [field]));
    }
    const owner = await file.connect('none');
    await owner.query('ALTER TABLE audit DISABLE TRIGGER USER');
    await owner.query('ALTER TABLE audit NO FORCE ROW LEVEL SECURITY');
    await owner.query(`UPDATE audit SET user_id = 'u-2' WHERE case_id = $1 AND number = 2`, [id]);
    await owner.query('ALTER TABLE audit ENABLE TRIGGER USER');
    await owner.query('ALTER TABLE audit FORCE ROW LEVEL SECURITY');
    expect(await audit.findBreak(id)).toBe(2);
  });
});
