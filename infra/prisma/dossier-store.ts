/**
 * Dossiers: the only place of persons, encrypted under the key of their case. A dossier never
 * changes: new facts are a new one under a new reference.
 */
import type { DossierStore } from '../../activities/ports';
import { Dossier } from '../../schemas/index';
import type { Actor, CantonCode, CaseId } from '../../schemas/index';
import type { Keyring } from '../crypto/keyring';
import type { Database } from './database';
import { makePersonalStore } from './personal';

/** A reference under which nothing was ever put, or whose dossier was removed. */
export class UnknownDossier extends Error {
  override readonly name = 'UnknownDossier';
}

export interface DossierToPut {
  readonly caseId: CaseId;
  readonly ref: string;
  /** The canton of the case: AHV numbers are compared within one canton only. */
  readonly canton: CantonCode;
  readonly dossier: Dossier;
  readonly by: Actor;
}

export interface Dossiers extends DossierStore {
  /** Keeps a dossier. Idempotent by (caseId, ref): the first one stays. */
  putDossier(given: DossierToPut): Promise<void>;
  /** Removes a dossier that no step of the case refers to, after a refused command. */
  removeUnused(caseId: CaseId, ref: string): Promise<void>;
  /** Open cases of the canton about the person with this AHV number. */
  findCasesByAhv(canton: CantonCode, vn: string): Promise<CaseId[]>;
}

export const makeDossierStore = (db: Database, keyring: Keyring): Dossiers => {
  const personal = makePersonalStore(db, keyring);
  return {
    async getDossier(caseId, ref) {
      const [row] = await db.$queryRaw<{ ciphertext: Uint8Array }[]>`
        SELECT ciphertext FROM dossiers WHERE case_id = ${caseId}::uuid AND ref = ${ref}::uuid`;
      if (row === undefined) throw new UnknownDossier(`case ${caseId} has no dossier ${ref}`);
      return Dossier.parse(await personal.open(caseId, ref, row.ciphertext));
    },

    async putDossier({ caseId, ref, canton, dossier, by }) {
      const { vn } = dossier.person;
      const ahvIndex = vn === undefined ? null : Uint8Array.from(keyring.ahvIndex(canton, vn));
      const ciphertext = await personal.seal(caseId, ref, dossier);
      const row = { caseId, ref, canton, ciphertext, ahvIndex, putBy: by.userId };
      await db.dossierRecord.createMany({ data: [row], skipDuplicates: true });
    },

    async removeUnused(caseId, ref) {
      await db.$executeRaw`
        DELETE FROM dossiers d
        WHERE d.case_id = ${caseId}::uuid AND d.ref = ${ref}::uuid
          AND NOT EXISTS (SELECT 1 FROM case_events e
            WHERE e.case_id = d.case_id AND e.event -> 'data' ->> 'dossierRef' = d.ref::text)`;
    },

    async findCasesByAhv(canton, vn) {
      const index = keyring.ahvIndex(canton, vn);
      const rows = await db.$queryRaw<{ id: CaseId }[]>`
        SELECT c.id FROM cases c
        WHERE c.status <> 'closed' AND c.canton = ${canton} AND c.id IN (
          SELECT d.case_id FROM dossiers d WHERE d.canton = ${canton} AND d.ahv_index = ${index})
        ORDER BY c.registered_at, c.id`;
      return rows.map(({ id }) => id);
    },
  };
};
