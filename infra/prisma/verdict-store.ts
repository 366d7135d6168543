/** Verdicts with the reasons and data they rest on: encrypted, since the data are personal facts. */
import type { StoredVerdict, VerdictStore } from '../../activities/ports';
import { Verdict } from '../../schemas/index';
import type { CaseId } from '../../schemas/index';
import type { Keyring } from '../crypto/keyring';
import type { Database } from './database';
import { makePersonalStore } from './personal';

export interface Verdicts extends VerdictStore {
  /** Every verdict on a case, oldest first. */
  listVerdicts(caseId: CaseId): Promise<StoredVerdict[]>;
}

/** Where the ciphertext of a verdict belongs. */
export const verdictPlace = (verdictId: string): string => `verdict:${verdictId}`;

export const makeVerdictStore = (db: Database, keyring: Keyring): Verdicts => {
  const personal = makePersonalStore(db, keyring);
  return {
    async saveVerdict({ verdictId, caseId, dossierRef, decidedAt, verdict }) {
      const { policyId, policyVersion, outcome } = verdict;
      const ciphertext = await personal.seal(caseId, verdictPlace(verdictId), verdict);
      await db.$executeRaw`
        INSERT INTO verdicts (verdict_id, case_id, dossier_ref, decided_at, policy_id,
          policy_version, outcome, ciphertext)
        VALUES (${verdictId}, ${caseId}::uuid, ${dossierRef}::uuid, ${decidedAt}::timestamptz,
          ${policyId}, ${policyVersion}, ${outcome}, ${ciphertext})
        ON CONFLICT DO NOTHING`;
    },

    async listVerdicts(caseId) {
      const rows = await db.verdictRecord.findMany({
        where: { caseId },
        orderBy: [{ decidedAt: 'asc' }, { verdictId: 'asc' }],
      });
      return Promise.all(
        rows.map(async ({ verdictId, dossierRef, decidedAt, ciphertext }) => ({
          verdictId,
          caseId,
          dossierRef,
          decidedAt: decidedAt.toISOString(),
          verdict: Verdict.parse(await personal.open(caseId, verdictPlace(verdictId), ciphertext)),
        })),
      );
    },
  };
};
