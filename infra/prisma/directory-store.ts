/** The directory of institutions: who they are, how they hear of news, who may be reminded. */
import { z } from 'zod';
import {
  CantonCode, InstitutionId, InstitutionKind, Language, LocalText, PlainDate,
} from '../../schemas/index'; // prettier-ignore
import type { Database } from './database';

const Contact = z.strictObject({
  userId: z.string().min(1).max(80),
  role: z.enum(['contact', 'deputy', 'management']),
  absentFrom: PlainDate.optional(),
  absentTo: PlainDate.optional(),
});

/** An entry of the directory. Users are opaque ids: names live with the identity provider. */
export const Institution = z.strictObject({
  id: InstitutionId,
  name: LocalText,
  kind: InstitutionKind,
  canton: CantonCode,
  language: Language,
  channel: z.enum(['kafka', 'mail', 'webhook']),
  contacts: z.array(Contact).max(50),
});
export type Institution = z.infer<typeof Institution>;

/** An id that is not in the directory. */
export class UnknownInstitution extends Error {
  override readonly name = 'UnknownInstitution';
}

export interface DirectoryStore {
  /** By id; of one canton or of all. */
  listInstitutions(filter: { readonly canton?: CantonCode | undefined }): Promise<Institution[]>;
  findInstitution(id: InstitutionId): Promise<Institution | undefined>;
  /** Throws `UnknownInstitution`. */
  getInstitution(id: InstitutionId): Promise<Institution>;
  /** Writes an entry; a second call with the same one changes nothing that can be seen. */
  upsertInstitution(institution: Institution): Promise<void>;
}

const omit = { updatedAt: true } as const;

export const makeDirectoryStore = (db: Database): DirectoryStore => {
  const findInstitution: DirectoryStore['findInstitution'] = async (id) => {
    const row = await db.institutionRecord.findUnique({ where: { id }, omit });
    return row === null ? undefined : Institution.parse(row);
  };
  return {
    findInstitution,

    async listInstitutions({ canton }) {
      const where = canton === undefined ? {} : { canton };
      const rows = await db.institutionRecord.findMany({ where, omit, orderBy: { id: 'asc' } });
      return rows.map((row) => Institution.parse(row));
    },

    async getInstitution(id) {
      const found = await findInstitution(id);
      if (found === undefined) throw new UnknownInstitution(`${id} is not in the directory`);
      return found;
    },

    async upsertInstitution({ id, ...entry }) {
      await db.institutionRecord.upsert({
        where: { id },
        create: { id, ...entry },
        update: entry,
      });
    },
  };
};
