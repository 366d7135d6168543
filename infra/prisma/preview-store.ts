/**
 * Open cases in batches, with everything their criteria rest on: three queries a batch, whatever its
 * size. Dossiers are opened one at a time and when asked for, so that no batch of persons lies about.
 */
import type { CaseState } from '../../domain/case/state';
import { Dossier, Verdict } from '../../schemas/index';
import type { CantonCode, CaseId } from '../../schemas/index';
import type { Keyring } from '../crypto/keyring';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { CaseKeyMissing, openPersonal } from './personal';
import { verdictPlace } from './verdict-store';

/** Which cases, and which of their verdicts; instants, the end excluded. */
export interface PreviewFilter {
  readonly cantons: readonly CantonCode[];
  readonly policyId?: string | undefined;
  readonly registeredBefore?: string | undefined;
  readonly verdicts?: { readonly from: string; readonly before?: string | undefined } | undefined;
}

/** A verdict that was given, with the person as far as it was known then. */
export interface GivenVerdict {
  readonly verdictId: string;
  readonly dossierRef: string;
  readonly decidedAt: string;
  /** The verdict itself, decrypted. */
  open(): Verdict;
}

export interface OpenCase {
  readonly state: CaseState;
  /** Open cases of the canton about the same person, this one among them, the oldest first. */
  readonly samePerson: readonly CaseId[];
  readonly verdicts: readonly GivenVerdict[];
  /** The dossier of the case, or of one of its verdicts, decrypted. */
  openDossier(ref: string): Dossier;
}

export interface PreviewStore {
  countCases(filter: PreviewFilter): Promise<number>;
  /** In order of ids; `after` is the last one of the batch before. */
  readCases(
    filter: PreviewFilter,
    page: { readonly after: CaseId | undefined; readonly limit: number },
  ): Promise<readonly OpenCase[]>;
}

interface CaseFound {
  readonly state: CaseState;
  readonly masterKeyId: string | null;
  readonly wrapped: Uint8Array | null;
  readonly samePerson: CaseId[];
}
interface VerdictFound extends Omit<GivenVerdict, 'open'> {
  readonly caseId: CaseId;
  readonly ciphertext: Uint8Array;
}
interface DossierFound {
  readonly caseId: CaseId;
  readonly ref: string;
  readonly ciphertext: Uint8Array;
}

const matching = ({ cantons, policyId, registeredBefore }: PreviewFilter): Prisma.Sql => Prisma.sql`
  c.status <> 'closed' AND c.canton = ANY(${[...cantons]}::text[])
  AND (${policyId ?? null}::text IS NULL OR c.policy_id = ${policyId ?? null})
  AND (${registeredBefore ?? null}::timestamptz IS NULL
    OR c.registered_at < ${registeredBefore ?? null}::timestamptz)`;

const findCases = (
  db: Database,
  filter: PreviewFilter,
  { after, limit }: { readonly after: CaseId | undefined; readonly limit: number },
): Promise<CaseFound[]> => db.$queryRaw`
  SELECT c.state, k.master_key_id AS "masterKeyId", k.wrapped,
    ARRAY(SELECT o.id::text FROM cases o
      WHERE o.canton = c.canton AND o.status <> 'closed' AND o.id IN (
        SELECT d.case_id FROM dossiers own
        JOIN dossiers d ON d.canton = own.canton AND d.ahv_index = own.ahv_index
        WHERE own.case_id = c.id AND own.ref = c.dossier_ref)
      ORDER BY o.registered_at, o.id) AS "samePerson"
  FROM cases c LEFT JOIN case_keys k ON k.case_id = c.id
  WHERE ${matching(filter)} AND (${after ?? null}::uuid IS NULL OR c.id > ${after ?? null}::uuid)
  ORDER BY c.id LIMIT ${limit}`;

const findVerdicts = async (
  db: Database,
  { verdicts, policyId }: PreviewFilter,
  ids: readonly CaseId[],
): Promise<VerdictFound[]> => {
  if (verdicts === undefined) return [];
  const { from, before = null } = verdicts;
  return db.$queryRaw`
    SELECT v.case_id AS "caseId", v.verdict_id AS "verdictId", v.dossier_ref AS "dossierRef",
      relais_instant(v.decided_at) AS "decidedAt", v.ciphertext
    FROM verdicts v
    WHERE v.case_id = ANY(${[...ids]}::uuid[])
      AND (${policyId ?? null}::text IS NULL OR v.policy_id = ${policyId ?? null})
      AND v.decided_at >= ${from}::timestamptz
      AND (${before}::timestamptz IS NULL OR v.decided_at < ${before}::timestamptz)
    ORDER BY v.decided_at, v.verdict_id`;
};

const findDossiers = (
  db: Database,
  wanted: readonly { readonly caseId: CaseId; readonly ref: string }[],
): Promise<DossierFound[]> => db.$queryRaw`
  SELECT d.case_id AS "caseId", d.ref, d.ciphertext FROM dossiers d
  JOIN unnest(${wanted.map(({ caseId }) => caseId)}::uuid[], ${wanted.map(({ ref }) => ref)}::uuid[])
    AS w(case_id, ref) ON w.case_id = d.case_id AND w.ref = d.ref`;

const byCase = <T extends { readonly caseId: CaseId }>(rows: readonly T[]): Map<CaseId, T[]> => {
  const found = new Map<CaseId, T[]>();
  for (const row of rows) found.set(row.caseId, [...(found.get(row.caseId) ?? []), row]);
  return found;
};

/** Opens what lies sealed under the key of one case. */
const opener = (keyring: Keyring, { state: { id }, masterKeyId, wrapped }: CaseFound) => {
  let key: Buffer | undefined;
  return (place: string, ciphertext: Uint8Array | undefined): unknown => {
    if (ciphertext === undefined || masterKeyId === null || wrapped === null)
      throw new CaseKeyMissing(`nothing can be read under ${place} of case ${id}`);
    key ??= keyring.unwrap(id, { masterKeyId, wrapped });
    return openPersonal(key, { caseId: id, place }, ciphertext);
  };
};

const openCase = (
  keyring: Keyring,
  found: CaseFound,
  kept: { readonly verdicts: readonly VerdictFound[]; readonly dossiers: readonly DossierFound[] },
): OpenCase => {
  const open = opener(keyring, found);
  return {
    state: found.state,
    samePerson: found.samePerson,
    verdicts: kept.verdicts.map(({ verdictId, dossierRef, decidedAt, ciphertext }) => ({
      verdictId,
      dossierRef,
      decidedAt,
      open: () => Verdict.parse(open(verdictPlace(verdictId), ciphertext)),
    })),
    openDossier: (ref) =>
      Dossier.parse(open(ref, kept.dossiers.find((one) => one.ref === ref)?.ciphertext)),
  };
};

export const makePreviewStore = (db: Database, keyring: Keyring): PreviewStore => ({
  async countCases(filter) {
    const [row] = await db.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM cases c WHERE ${matching(filter)}`;
    return row.count;
  },

  async readCases(filter, page) {
    const found = await findCases(db, filter, page);
    const verdicts = byCase(
      await findVerdicts(
        db,
        filter,
        found.map(({ state }) => state.id),
      ),
    );
    const wanted = found.flatMap(({ state: { id, dossierRef } }) => [
      { caseId: id, ref: dossierRef },
      ...(verdicts.get(id) ?? []).map((one) => ({ caseId: id, ref: one.dossierRef })),
    ]);
    const dossiers = byCase(await findDossiers(db, wanted));
    return found.map((one) => {
      const { id } = one.state;
      const kept = { verdicts: verdicts.get(id) ?? [], dossiers: dossiers.get(id) ?? [] };
      return openCase(keyring, one, kept);
    });
  },
});
