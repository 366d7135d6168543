import { randomBytes, randomUUID } from 'node:crypto';
import { CannotDecrypt } from '../../infra/crypto/cipher';
import { makeKeyring } from '../../infra/crypto/keyring';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { CaseKeyMissing } from '../../infra/prisma/personal';
import { makeVerdictStore } from '../../infra/prisma/verdict-store';
import type { Dossier, Verdict } from '../../schemas/index';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';
import { by, newCase, stepTo } from './steps';

let file: StoreFile;
const master = randomBytes(32);
const keyring = makeKeyring([master]);
const vn = '7569217076985';
const dossier: Dossier = {
  person: { officialName: 'Zbinden', firstName: 'Marlène', birthDate: '1991-05-12', vn },
  facts: { goal: 'keep_job' },
};
beforeAll(async () => {
  file = await openStoreFile();
});
afterAll(() => file.close());

const put = async (caseId: string, given: Partial<{ dossier: Dossier; ref: string }> = {}) => {
  const ref = given.ref ?? randomUUID();
  const store = makeDossierStore(file.engine, keyring);
  await store.putDossier({ caseId, ref, canton: 'sg', dossier: given.dossier ?? dossier, by });
  return ref;
};

describe('the dossier of a person', () => {
  it('comes back as it was put, and the first one stays under its reference', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const caseId = randomUUID();
    const ref = await put(caseId);
    await put(caseId, { ref, dossier: { ...dossier, facts: {} } });
    expect(await store.getDossier(caseId, ref)).toEqual(dossier);
    await expect(store.getDossier(caseId, randomUUID())).rejects.toThrow('no dossier');
  });

  it('holds no readable word of the person, in any column of any table', async () => {
    const caseId = randomUUID();
    await put(caseId);
    const raw = await file.connect('relais_engine');
    for (const table of ['dossiers', 'case_keys']) {
      const { rows } = await raw.query<Record<string, unknown>>(
        `SELECT * FROM ${table} WHERE case_id = $1`,
        [caseId],
      );
      const bytes = Object.values(rows[0] ?? {}).map((value) =>
        Buffer.isBuffer(value) ? value.toString('latin1') : String(value),
      );
      const text = bytes.join('\n');
      expect(text.length).toBeGreaterThan(60);
      for (const word of ['Zbinden', 'Marl', '1991', vn, 'keep_job', 'officialName']) {
        expect(text).not.toContain(word);
      }
    }
  });

  it('does not open in the place of another dossier, nor in another case', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const [mine, other] = [randomUUID(), randomUUID()];
    const [first, second, foreign] = [await put(mine), await put(mine), await put(other)];
    const raw = await file.connect('relais_engine');
    const swap = `UPDATE dossiers SET ciphertext = (SELECT ciphertext FROM dossiers WHERE ref = $1) WHERE ref = $2`;
    await raw.query(swap, [first, second]);
    await expect(store.getDossier(mine, second)).rejects.toThrow(CannotDecrypt);
    await raw.query(swap, [first, foreign]);
    await expect(store.getDossier(other, foreign)).rejects.toThrow(CannotDecrypt);
    // Not even together with the key of its case.
    await raw.query(
      `UPDATE case_keys SET wrapped = (SELECT wrapped FROM case_keys WHERE case_id = $1) WHERE case_id = $2`,
      [mine, other],
    );
    await expect(store.getDossier(other, foreign)).rejects.toThrow(CannotDecrypt);
  });

  it('is gone for good when the key of the case is thrown away', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const caseId = randomUUID();
    const ref = await put(caseId);
    await file.engine.caseKey.delete({ where: { caseId } });
    await expect(store.getDossier(caseId, ref)).rejects.toThrow(CaseKeyMissing);
  });

  it('stays readable after the master key was rotated, and not with a foreign one', async () => {
    const caseId = randomUUID();
    const ref = await put(caseId);
    const rotated = makeDossierStore(file.engine, makeKeyring([randomBytes(32), master]));
    expect(await rotated.getDossier(caseId, ref)).toEqual(dossier);
    const foreign = makeDossierStore(file.engine, makeKeyring([randomBytes(32)]));
    await expect(foreign.getDossier(caseId, ref)).rejects.toThrow(CannotDecrypt);
  });

  it('is one dossier with one key when two officers write at the same moment', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const caseId = randomUUID();
    const refs = await Promise.all(Array.from({ length: 8 }, () => put(caseId)));
    for (const ref of refs) expect(await store.getDossier(caseId, ref)).toEqual(dossier);
  });

  it('is removed after a refused command, and kept when the case refers to it', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const state = newCase();
    const kept = await put(state.id);
    const refused = await put(state.id);
    const step = stepTo(state);
    const data = { dossierRef: kept, fields: ['goal'] };
    const events = step.events.map((one) => ({ ...one, type: 'factsUpdated' as const, data }));
    await makeCaseStore(file.engine).record({ ...step, events });
    await store.removeUnused(state.id, refused);
    await store.removeUnused(state.id, kept);
    await expect(store.getDossier(state.id, refused)).rejects.toThrow('no dossier');
    expect(await store.getDossier(state.id, kept)).toEqual(dossier);
  });

  it('lets an officer notice that the person has an open case in the canton already', async () => {
    const store = makeDossierStore(file.engine, keyring);
    const unknown = '7561234567897';
    const person = { ...dossier.person, vn: unknown };
    const open = newCase();
    const closed = newCase({ status: 'closed', outcome: 'dropout' });
    for (const state of [open, closed]) {
      await put(state.id, { dossier: { ...dossier, person } });
      await makeCaseStore(file.engine).record(stepTo(state));
    }
    expect(await store.findCasesByAhv('sg', '756.1234.5678.97')).toEqual([open.id]);
    expect(await store.findCasesByAhv('zh', unknown)).toEqual([]);
  });
});

describe('the verdict on a case', () => {
  it('keeps its reasons encrypted and is written once', async () => {
    const store = makeVerdictStore(file.engine, keyring);
    const verdict: Verdict = {
      policyId: 'SG-spec',
      policyVersion: '1',
      outcome: 'admitted',
      criteria: [
        {
          id: 'health',
          expression: 'goal = "keep_job"',
          result: 'pass',
          data: { goal: 'keep_job' },
          missing: [],
          reason: { de: 'a', fr: 'b', it: 'c', en: 'd' },
          source: 's',
        },
      ],
      missing: [],
      route: [],
    };
    const stored = {
      verdictId: randomUUID(),
      caseId: randomUUID(),
      dossierRef: randomUUID(),
      decidedAt: '2026-02-02T08:00:00.000Z',
      verdict,
    };
    await store.saveVerdict(stored);
    await store.saveVerdict({ ...stored, verdict: { ...verdict, outcome: 'bilateral' } });
    expect(await store.listVerdicts(stored.caseId)).toEqual([stored]);
    const row = await file.engine.verdictRecord.findFirstOrThrow();
    expect(Buffer.from(row.ciphertext).toString('latin1')).not.toContain('keep_job');
  });
});
