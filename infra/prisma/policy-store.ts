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

type Query = Parameters<PolicyStore['findPolicy']>[0];

/**
 * Of every policy the version in force on a day, where the canton works by it; known last first. A
 * version published later replaces an earlier one on the days it covers, also on days gone by; whoever
 * looks from an earlier day does not know it yet.
 */
const inForce = (
  db: Database,
  { canton, policyId, on, knownOn }: Query,
): Promise<(Published & { readonly model: string })[]> =>
  db.$queryRaw`
    SELECT id, version, model FROM (
      SELECT DISTINCT ON (id) id, version, model, cantons, publication,
        (document ->> 'knownSince')::date AS known_since
      FROM policies
      WHERE valid_from <= ${on}::date AND (valid_to IS NULL OR valid_to >= ${on}::date)
        AND (${policyId ?? null}::text IS NULL OR id = ${policyId ?? null})
        AND (${knownOn ?? null}::date IS NULL OR (document ->> 'knownSince')::date <= ${knownOn ?? null}::date)
      ORDER BY id, known_since DESC, publication DESC) AS current
    WHERE ${canton ?? null}::text IS NULL OR ${canton ?? null}::text = ANY (cantons)
    ORDER BY known_since DESC, publication DESC, id`;

const isDuty = ({ model }: { readonly model: string }): boolean => model === 'mandatory_referral';

const publishPolicy =
  (db: Database) =>
  async (document: PolicyDocument): Promise<Publication> => {
    const { id, version, model } = document.running;
    const cantons = document.adoptedBy.map(({ canton }) => canton);
    const json = JSON.stringify(document);
    const written = await db.$executeRaw`
      INSERT INTO policies (id, version, cantons, model, valid_from, valid_to, document)
      VALUES (${id}, ${version}, ${cantons}::text[], ${model}, ${document.validFrom}::date,
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
      // Without a name it is the policy of the canton's cases; a mandatory referral between two
      // institutions is asked for by its name.
      const found = (await inForce(db, query)).find(
        (one) => query.policyId !== undefined || !isDuty(one),
      );
      return found === undefined ? undefined : getPolicy(found.id, found.version);
    },

    async findDuties(query) {
      const duties = (await inForce(db, query)).filter(isDuty);
      return Promise.all(duties.map(({ id, version }) => getPolicy(id, version)));
    },

    getPolicy,

    publishPolicy: publishPolicy(db),

    async listPolicies({ canton }) {
      const rows = await db.policyRecord.findMany({
        where: canton === undefined ? {} : { cantons: { has: canton } },
        orderBy: [{ id: 'asc' }, { validFrom: 'desc' }, { publication: 'desc' }],
      });
      return rows.map((row) => PolicyDocument.parse(row.document));
    },
  };
};
