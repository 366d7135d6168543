/** The directory of institutions: who they are, how they hear of news, who may be reminded. */
import { z } from 'zod';
import {
  CantonCode, DirectoryRole, InstitutionId, InstitutionKind, Language, LocalText, PlainDate, UserId,
} from '../../schemas/index'; // prettier-ignore
import type { Absence, Presence } from '../../schemas/index';
import type { Absences } from './absence-store';
import { makeAbsenceStore } from './absence-store';
import type { Database } from './database';

const Contact = z.strictObject({
  userId: UserId,
  role: DirectoryRole,
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
  /**
   * The roles that somebody present holds on a day. An institution without people in the directory
   * is left out: nobody knows. Who stands in for the contact is a deputy; else the role is kept.
   */
  listPresence(query: {
    readonly institutionIds: readonly InstitutionId[];
    readonly on: string;
  }): Promise<readonly Presence[]>;
  /** Writes an entry; a second call with the same one changes nothing that can be seen. */
  upsertInstitution(institution: Institution): Promise<void>;
}

const omit = { updatedAt: true } as const;

type Person = Institution['contacts'][number];
type Away = readonly Pick<Absence, 'userId' | 'substitute'>[];

const isAway = ({ userId, absentFrom, absentTo }: Person, on: string, away: Away): boolean =>
  away.some((one) => one.userId === userId) ||
  (absentFrom !== undefined && absentFrom <= on && (absentTo === undefined || on <= absentTo));

/** The role in which somebody is there for this one that day; undefined when nobody is. */
const roleHeld = (person: Person, on: string, away: Away): DirectoryRole | undefined => {
  if (!isAway(person, on, away)) return person.role;
  const there = ({ substitute }: Away[number]): boolean =>
    substitute !== undefined && !away.some(({ userId }) => userId === substitute);
  const isCovered = away.some((one) => one.userId === person.userId && there(one));
  if (!isCovered) return undefined;
  return person.role === 'contact' ? 'deputy' : person.role;
};

/** What is known of the people of one institution on a day, of whom some are away: pure. */
const presenceAt = ({ id, contacts }: Institution, on: string, away: Away): Presence => {
  const held = new Set(contacts.map((person) => roleHeld(person, on, away)));
  return {
    institutionId: id,
    roles: DirectoryRole.options.filter((role) => held.has(role)),
  };
};

const listPresence =
  (db: Database, absences: Pick<Absences, 'listAway'>): DirectoryStore['listPresence'] =>
  async ({ institutionIds, on }) => {
    const where = { id: { in: [...institutionIds] } };
    const [rows, away] = await Promise.all([
      db.institutionRecord.findMany({ where, omit, orderBy: { id: 'asc' } }),
      absences.listAway(institutionIds, on),
    ]);
    return rows
      .map((row) => Institution.parse(row))
      .filter(({ contacts }) => contacts.length > 0)
      .map((one) =>
        presenceAt(
          one,
          on,
          away.filter(({ institutionId }) => institutionId === one.id),
        ),
      );
  };

export const makeDirectoryStore = (db: Database): DirectoryStore => {
  const findInstitution: DirectoryStore['findInstitution'] = async (id) => {
    const row = await db.institutionRecord.findUnique({ where: { id }, omit });
    return row === null ? undefined : Institution.parse(row);
  };
  return {
    findInstitution,
    listPresence: listPresence(db, makeAbsenceStore(db)),

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
