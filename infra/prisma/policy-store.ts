/** Published policies: dated, never changed. A running case keeps the version it was decided with. */
import type { PolicyStore } from '../../activities/ports';
import { PolicyDocument } from '../../schemas/index';
import type { CantonCode } from '../../schemas/index';
import type { Database } from './database';
import { AlreadyPublished, onceRead } from './published';
import type { Publication } from './published';

/** An id and version that nobody published. */
export class UnknownPolicy extends Error {
  override readonly name = 'UnknownPolicy';
}

export interface Policies extends PolicyStore {
  /** Publishes a version; the same document again changes nothing. Throws `AlreadyPublished`. */
  publishPolicy(document: PolicyDocument): Promise<Publication>;
  /** Every published version, by id, newest first; of one canton or of all. */
  listPolicies(filter: { readonly canton?: CantonCode | undefined }): Promise<PolicyDocument[]>;
}

interface Published {
  readonly id: string;
  readonly version: string;
}

const readPolicy =
  (db: Database) =>
  async (id: string, version: string): Promise<PolicyDocument> => {
    const row = await db.policyRecord.findUnique({ where: { id_version: { id, version } } });
    if (row === null) throw new UnknownPolicy(`policy ${id} version ${version} is not published`);
    return PolicyDocument.parse(row.document);
  };

const inForce = async (
  db: Database,
  { canton, policyId, on, knownOn }: Parameters<PolicyStore['findPolicy']>[0],
): Promise<Published | undefined> => {
  // Without a name it is the policy of the canton's cases; a mandatory referral between two
  // institutions is asked for by its name. A version published later replaces an earlier one on the
  // days it covers, also on days gone by; whoever looks from an earlier day does not know it yet.
  const rows = await db.$queryRaw<Published[]>`
    SELECT id, version FROM policies
    WHERE (${canton ?? null}::text IS NULL OR canton = ${canton ?? null}) AND valid_from <= ${on}::date
      AND (valid_to IS NULL OR valid_to >= ${on}::date)
      AND (${policyId ?? null}::text IS NULL OR id = ${policyId ?? null})
      AND (${knownOn ?? null}::date IS NULL OR (document ->> 'knownSince')::date <= ${knownOn ?? null}::date)
    ORDER BY (model = 'mandatory_referral'), document ->> 'knownSince' DESC, publication DESC, id
    LIMIT 1`;
  return rows[0];
};

const publishPolicy =
  (db: Database) =>
  async (document: PolicyDocument): Promise<Publication> => {
    const { id, version, canton, model } = document.running;
    const json = JSON.stringify(document);
    const written = await db.$executeRaw`
      INSERT INTO policies (id, version, canton, model, valid_from, valid_to, document)
      VALUES (${id}, ${version}, ${canton}, ${model}, ${document.validFrom}::date,
        ${document.validTo ?? null}::date, ${json}::jsonb)
      ON CONFLICT (id, version) DO NOTHING`;
    if (written > 0) return 'published';
    const same = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM policies
      WHERE id = ${id} AND version = ${version} AND document = ${json}::jsonb`;
    if (same.length === 0) throw new AlreadyPublished('policy', id, version);
    return 'unchanged';
  };

export const makePolicyStore = (db: Database): Policies => {
  const getPolicy = onceRead(readPolicy(db));
  return {
    async findPolicy(query) {
      const found = await inForce(db, query);
      return found === undefined ? undefined : getPolicy(found.id, found.version);
    },

    getPolicy,

    publishPolicy: publishPolicy(db),

    async listPolicies({ canton }) {
      const rows = await db.policyRecord.findMany({
        where: canton === undefined ? {} : { canton },
        orderBy: [{ id: 'asc' }, { validFrom: 'desc' }, { publication: 'desc' }],
      });
      return rows.map((row) => PolicyDocument.parse(row.document));
    },
  };
};
