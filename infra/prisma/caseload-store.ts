/**
 * Who works on which case at an institution. Operational: it gives no right, and no history of a case
 * knows it. Every change is audited in the statement that makes it.
 */
import type { CaseId, InstitutionId } from '../../schemas/index';
import { chainOf } from './absence-store';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { Viewer } from './viewer';

export interface Handing {
  readonly institutionId: InstitutionId;
  /** User ids. */
  readonly from: string;
  readonly to: string;
}

export interface Caseload {
  findResponsible(caseId: CaseId, institutionId: InstitutionId): Promise<string | undefined>;
  /** A second call with the same person changes nothing but is audited too. */
  assign(given: AssignedCase, by: Viewer): Promise<void>;
  /** The open cases that `reassign` would move now, in order of their ids. */
  previewReassign(handing: Handing, by: Viewer): Promise<readonly CaseId[]>;
  /** Moves all open cases of one person to another, or none; gives those that moved. */
  reassign(handing: Handing, by: Viewer): Promise<readonly CaseId[]>;
}

export interface AssignedCase {
  readonly caseId: CaseId;
  readonly institutionId: InstitutionId;
  readonly userId: string;
}

const noted = (chain: Prisma.Sql, by: Viewer, action: string): Prisma.Sql => Prisma.sql`
  relais_append_audit(${chain}, ${by.userId}, ${by.institutionId ?? null}, ${by.role}, ${action},
    ARRAY['responsible'])`;

const isOpen = Prisma.sql`EXISTS (
  SELECT 1 FROM cases c WHERE c.id = r.case_id AND c.status <> 'closed')`;

interface Moved {
  readonly id: CaseId;
}

export const makeCaseload = (db: Database): Caseload => ({
  async findResponsible(caseId, institutionId) {
    const [row] = await db.$queryRaw<{ userId: string }[]>`
      SELECT user_id AS "userId" FROM case_responsibles
      WHERE case_id = ${caseId}::uuid AND institution_id = ${institutionId}`;
    return row?.userId;
  },

  async assign({ caseId, institutionId, userId }, by) {
    await db.$queryRaw`
      WITH changed AS (
        INSERT INTO case_responsibles (case_id, institution_id, user_id)
        VALUES (${caseId}::uuid, ${institutionId}, ${userId})
        ON CONFLICT (case_id, institution_id) DO UPDATE SET
          user_id = excluded.user_id, assigned_at = now()
        RETURNING case_id)
      SELECT ${noted(Prisma.sql`case_id`, by, 'responsible_assigned')} FROM changed`;
  },

  async previewReassign({ institutionId, from }, by) {
    const chain = Prisma.sql`${chainOf(institutionId)}::uuid`;
    const [row] = await db.$queryRaw<{ ids: CaseId[] }[]>`
      SELECT array(
          SELECT r.case_id::text FROM case_responsibles r
          WHERE r.institution_id = ${institutionId} AND r.user_id = ${from} AND ${isOpen}
          ORDER BY r.case_id) AS ids,
        ${noted(chain, by, 'caseload_previewed')}`;
    return row?.ids ?? [];
  },

  async reassign({ institutionId, from, to }, by) {
    const rows = await db.$queryRaw<Moved[]>`
      WITH changed AS (
        UPDATE case_responsibles r SET user_id = ${to}, assigned_at = now()
        WHERE r.institution_id = ${institutionId} AND r.user_id = ${from} AND ${isOpen}
        RETURNING r.case_id)
      SELECT case_id::text AS id, ${noted(Prisma.sql`case_id`, by, 'responsible_reassigned')}
      FROM (SELECT case_id FROM changed ORDER BY case_id) AS moved`;
    return rows.map(({ id }) => id);
  },
});
