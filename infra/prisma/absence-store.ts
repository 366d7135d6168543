/**
 * Who is away when, and who stands in. Entering and removing an absence is audited in the same
 * statement, in a chain of the institution: an absence belongs to no case.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Absence } from '../../schemas/index';
import type { InstitutionId } from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { Viewer } from './viewer';

type NewAbsence = Omit<Absence, 'id'>;

export interface Absences {
  enter(absence: NewAbsence, by: Viewer): Promise<Absence>;
  /** Those of an institution that are not over on a day; the first ones first, at most 500. */
  listAbsences(institutionId: InstitutionId, on: string): Promise<readonly Absence[]>;
  findAbsence(institutionId: InstitutionId, id: string): Promise<Absence | undefined>;
  /** False when it was gone already. */
  remove(absence: Absence, by: Viewer): Promise<boolean>;
  /** Who of these institutions is away on a day. */
  listAway(institutionIds: readonly InstitutionId[], on: string): Promise<readonly Absence[]>;
}

/** The audit chain of what belongs to an institution and to no case: a UUID that follows from its id. */
export const chainOf = (institutionId: InstitutionId): string => {
  const hex = createHash('sha256').update(`directory:${institutionId}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    // Version and variant of a UUID made by a rule of our own (RFC 9562).
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** One entry in the chain of the institution for each row of `changed`. */
const noted = (institutionId: InstitutionId, by: Viewer, action: string): Prisma.Sql => Prisma.sql`
  relais_append_audit(${chainOf(institutionId)}::uuid, ${by.userId}, ${by.institutionId ?? null},
    ${by.role}, ${action}, ARRAY['userId', 'substitute', 'from', 'to'])`;

const columns = Prisma.sql`id, institution_id AS "institutionId", user_id AS "userId",
  substitute, from_on::text AS "from", to_on::text AS "to"`;

/** As it stands in the table; what is null there is absent here. */
const read = ({ substitute, ...row }: Record<string, unknown>): Absence =>
  Absence.parse({ ...row, ...(substitute === null ? {} : { substitute }) });

export const makeAbsenceStore = (db: Database): Absences => ({
  async enter(absence, by) {
    const { institutionId, userId, substitute = null, from, to } = absence;
    const id = randomUUID();
    await db.$queryRaw`
      WITH changed AS (
        INSERT INTO absences (id, institution_id, user_id, substitute, from_on, to_on, entered_by)
        VALUES (${id}::uuid, ${institutionId}, ${userId}, ${substitute}, ${from}::date,
          ${to}::date, ${by.userId})
        RETURNING id)
      SELECT ${noted(institutionId, by, 'absence_entered')} FROM changed`;
    return { id, ...absence };
  },

  async listAbsences(institutionId, on) {
    const rows = await db.$queryRaw<Record<string, unknown>[]>`
      SELECT ${columns} FROM absences
      WHERE institution_id = ${institutionId} AND to_on >= ${on}::date
      ORDER BY from_on, id LIMIT 500`;
    return rows.map(read);
  },

  async findAbsence(institutionId, id) {
    const [row] = await db.$queryRaw<Record<string, unknown>[]>`
      SELECT ${columns} FROM absences
      WHERE institution_id = ${institutionId} AND id = ${id}::uuid`;
    return row === undefined ? undefined : read(row);
  },

  async remove({ institutionId, id }, by) {
    const rows = await db.$queryRaw<unknown[]>`
      WITH changed AS (
        DELETE FROM absences WHERE institution_id = ${institutionId} AND id = ${id}::uuid
        RETURNING id)
      SELECT ${noted(institutionId, by, 'absence_removed')} FROM changed`;
    return rows.length > 0;
  },

  async listAway(institutionIds, on) {
    const rows = await db.$queryRaw<Record<string, unknown>[]>`
      SELECT ${columns} FROM absences
      WHERE institution_id = ANY(${[...institutionIds]}::text[])
        AND from_on <= ${on}::date AND to_on >= ${on}::date`;
    return rows.map(read);
  },
});
