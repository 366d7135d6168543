/**
 * Dossiers: the only place of persons, encrypted under the key of their case. A dossier never
 * changes: new facts are a new one under a new reference.
 */
import type { DossierStore } from '../../activities/ports';
import { Dossier } from '../../schemas/index';
import type { Actor, CantonCode, CaseId } from '../../schemas/index';
import type { Keyring, WrappedKey } from '../crypto/keyring';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { makePersonalStore, openPersonal } from './personal';

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

export interface Lookalikes {
  readonly caseId: CaseId;
  readonly canton: CantonCode;
  readonly vn?: string | undefined;
  readonly words: readonly string[];
}

export interface DossierPlace {
  readonly caseId: CaseId;
  readonly ref: string;
}

export interface Lookalike {
  readonly caseId: CaseId;
  readonly dossier: Dossier;
}

/** `wordsOf`: the words by which a person can be found again (domain/person/duplicates.ts). */
export type WordsOf = (person: Dossier['person']) => readonly string[];

export interface Dossiers extends DossierStore {
  /** Those that are there and can be opened, of many cases at once. */
  findDossiers(wanted: readonly DossierPlace[]): Promise<readonly Lookalike[]>;
  /** Keeps a dossier. Idempotent by (caseId, ref): the first one stays. */
  putDossier(given: DossierToPut): Promise<void>;
  /** Removes a dossier that no step of the case refers to, after a refused command. */
  removeUnused(caseId: CaseId, ref: string): Promise<void>;
  /** As in `DossierShelf`. */
  eraseCase(caseId: CaseId): Promise<void>;
  /** As in `DossierStore`. */
  findCasesByAhv(canton: CantonCode, vn: string, own?: CaseId): Promise<CaseId[]>;
  /**
   * Other open cases of the canton that may be about the same person, each with its current dossier:
   * by AHV number, or by words of the name with the year of birth (`words`). The oldest first.
   */
  findLookalikes(asked: Lookalikes): Promise<readonly Lookalike[]>;
}

/** A case that people told apart from `own`, on either side, is about somebody else. */
const toldApart = (own: CaseId): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM cases o WHERE o.id = ${own}::uuid AND o.state -> 'mergeRejected' ? c.id::text)
  OR coalesce(c.state -> 'mergeRejected' ? ${own}, false)`;

/** Judged without a word of another case: this one was not to be seen yet when it was. */
const judgedAlone = (own: CaseId): Prisma.Sql => Prisma.sql`c.id <> ${own}::uuid
  AND c.state -> 'verdict' IS NOT NULL AND c.state -> 'verdict' ->> 'sameAs' IS NULL
  AND c.state -> 'verdict' ->> 'outcome' <> 'merge' AND c.state ->> 'mergeWith' IS NULL`;

const findByAhv = (
  db: Database,
  canton: CantonCode,
  at: { index: Buffer; own?: CaseId | undefined },
) => {
  const { index, own } = at;
  const isOther = own === undefined ? Prisma.sql`false` : toldApart(own);
  // A constant would be read as the number of a column.
  const isFirst = own === undefined ? Prisma.sql`c.id IS NULL` : judgedAlone(own);
  return db.$queryRaw<{ id: CaseId }[]>`
    SELECT c.id FROM cases c
    WHERE c.status NOT IN ('closed', 'draft') AND c.canton = ${canton} AND c.id IN (
      SELECT d.case_id FROM dossiers d WHERE d.canton = ${canton} AND d.ahv_index = ${index})
      AND NOT (${isOther})
    ORDER BY (${isFirst}) DESC, c.registered_at, c.id`;
};

interface LookalikeFound {
  readonly caseId: CaseId;
  readonly ref: string;
  readonly ciphertext: Uint8Array;
}

/** More cases that sound alike than anybody looks through. */
const mostLookalikes = 50;

const findLookalikes = (
  db: Database,
  keyring: Keyring,
  { caseId, canton, vn, words }: Lookalikes,
): Promise<LookalikeFound[]> => {
  const index = vn === undefined ? null : keyring.ahvIndex(canton, vn);
  const names = words.map((word) => keyring.nameIndex(canton, word).toString('hex'));
  return db.$queryRaw`
    SELECT c.id AS "caseId", d.ref, d.ciphertext
    FROM dossiers d JOIN cases c ON c.id = d.case_id AND c.dossier_ref = d.ref
    WHERE c.status NOT IN ('closed', 'draft') AND c.canton = ${canton} AND c.id <> ${caseId}::uuid
      AND NOT (${toldApart(caseId)})
      AND (d.canton = ${canton} AND d.ahv_index = ${index}
        OR d.name_index && ARRAY(SELECT decode(w, 'hex') FROM unnest(${names}::text[]) AS w))
    ORDER BY c.registered_at, c.id LIMIT ${mostLookalikes}`;
};

type Sealed = DossierPlace & WrappedKey & { readonly ciphertext: Uint8Array };

/** A page of a list is opened with one look at the database, keys and all. */
const findDossiers = async (
  db: Database,
  keyring: Keyring,
  wanted: readonly DossierPlace[],
): Promise<Lookalike[]> => {
  const rows = await db.$queryRaw<Sealed[]>`
    SELECT d.case_id AS "caseId", d.ref, d.ciphertext, k.master_key_id AS "masterKeyId", k.wrapped
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w("caseId" uuid, ref uuid)
    JOIN dossiers d ON d.case_id = w."caseId" AND d.ref = w.ref
    JOIN case_keys k ON k.case_id = d.case_id`;
  return rows.map(({ caseId, ref, ciphertext, ...key }) => {
    const opened = openPersonal(keyring.unwrap(caseId, key), { caseId, place: ref }, ciphertext);
    return { caseId, dossier: Dossier.parse(opened) };
  });
};

/** Without its key nothing that was ever copied of a case can be read; the rows go with it. */
const erase = async (db: Database, caseId: CaseId): Promise<void> => {
  await db.$executeRaw`
    WITH key AS (DELETE FROM case_keys WHERE case_id = ${caseId}::uuid),
      judged AS (DELETE FROM verdicts WHERE case_id = ${caseId}::uuid),
      -- Its hash of what was sent would let somebody who guesses right know it.
      receipt AS (DELETE FROM receipts WHERE case_id = ${caseId}::uuid)
    DELETE FROM dossiers WHERE case_id = ${caseId}::uuid`;
};

/** Without `wordsOf` nobody is found by name. */
export const makeDossierStore = (
  db: Database,
  keyring: Keyring,
  wordsOf: WordsOf = () => [],
): Dossiers => {
  const personal = makePersonalStore(db, keyring);
  return {
    async getDossier(caseId, ref) {
      const [row] = await db.$queryRaw<{ ciphertext: Uint8Array }[]>`
        SELECT ciphertext FROM dossiers WHERE case_id = ${caseId}::uuid AND ref = ${ref}::uuid`;
      if (row === undefined) throw new UnknownDossier(`case ${caseId} has no dossier ${ref}`);
      return Dossier.parse(await personal.open(caseId, ref, row.ciphertext));
    },

    findDossiers: (wanted) => findDossiers(db, keyring, wanted),

    async putDossier({ caseId, ref, canton, dossier, by }) {
      const { vn } = dossier.person;
      const ahvIndex = vn === undefined ? null : Uint8Array.from(keyring.ahvIndex(canton, vn));
      const ciphertext = await personal.seal(caseId, ref, dossier);
      const nameIndex = wordsOf(dossier.person).map((word) =>
        Uint8Array.from(keyring.nameIndex(canton, word)),
      );
      const row = { caseId, ref, canton, ciphertext, ahvIndex, nameIndex, putBy: by.userId };
      await db.dossierRecord.createMany({ data: [row], skipDuplicates: true });
    },

    async removeUnused(caseId, ref) {
      await db.$executeRaw`
        DELETE FROM dossiers d
        WHERE d.case_id = ${caseId}::uuid AND d.ref = ${ref}::uuid
          AND NOT EXISTS (SELECT 1 FROM case_events e
            WHERE e.case_id = d.case_id AND e.event -> 'data' ->> 'dossierRef' = d.ref::text)`;
    },

    eraseCase: (caseId) => erase(db, caseId),

    async findCasesByAhv(canton, vn, own) {
      const rows = await findByAhv(db, canton, { index: keyring.ahvIndex(canton, vn), own });
      return rows.map(({ id }) => id);
    },

    async findLookalikes(asked) {
      const rows = await findLookalikes(db, keyring, asked);
      return Promise.all(
        rows.map(async ({ caseId, ref, ciphertext }) => ({
          caseId,
          dossier: Dossier.parse(await personal.open(caseId, ref, ciphertext)),
        })),
      );
    },
  };
};
