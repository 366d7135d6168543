/** Who looked at or changed what: one chain of hashes per case, append-only. Field names, no values. */
import type { CaseId } from '../../schemas/index';
import type { Database } from './database';
import type { Viewer } from './viewer';

export interface AuditEntry {
  readonly caseId: CaseId;
  readonly viewer: Viewer;
  /** A code such as `case.read`. */
  readonly action: string;
  /** The names of the fields that were shown. */
  readonly fields: readonly string[];
}

/** An entry as it stands in the chain. */
export interface AuditLine {
  readonly number: number;
  readonly at: string;
  readonly userId: string;
  readonly institutionId?: string;
  readonly role: string;
  readonly action: string;
  readonly fields: readonly string[];
  readonly hash: string;
}

export interface AuditStore {
  /** Appends an entry; gives its number in the chain of the case. */
  append(entry: AuditEntry): Promise<number>;
  /** The same read of many cases, an entry in the chain of each: all of them or none. */
  appendAll(
    caseIds: readonly CaseId[],
    read: Pick<AuditEntry, 'viewer' | 'action' | 'fields'>,
  ): Promise<void>;
  /** The chain of a case from the number after `after`. */
  listAudit(
    caseId: CaseId,
    page: { readonly limit: number; readonly after?: number | undefined },
  ): Promise<AuditLine[]>;
  /** The first number at which a chain does not fit together; undefined when it is intact. */
  findBreak(caseId: CaseId): Promise<number | undefined>;
}

export const makeAuditStore = (db: Database): AuditStore => ({
  async append({ caseId, viewer, action, fields }) {
    const [row] = await db.$queryRaw<[{ number: number }]>`
      SELECT relais_append_audit(${caseId}::uuid, ${viewer.userId},
        ${viewer.institutionId ?? null}, ${viewer.role}, ${action},
        ${[...fields]}::text[]) AS number`;
    return row.number;
  },

  async appendAll(caseIds, { viewer, action, fields }) {
    // In one order, so that two readers of the same list do not wait for each other for ever.
    await db.$executeRaw`
      SELECT relais_append_audit(read.id, ${viewer.userId}, ${viewer.institutionId ?? null},
        ${viewer.role}, ${action}, ${[...fields]}::text[])
      FROM (SELECT id FROM unnest(${[...caseIds]}::uuid[]) AS id ORDER BY id) AS read`;
  },

  async listAudit(caseId, { limit, after = 0 }) {
    const rows = await db.auditRecord.findMany({
      where: { caseId, number: { gt: after } },
      omit: { caseId: true, previousHash: true },
      orderBy: { number: 'asc' },
      take: limit,
    });
    return rows.map(({ at, institutionId, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      ...(institutionId === null ? {} : { institutionId }),
    }));
  },

  async findBreak(caseId) {
    const rows = await db.$queryRaw<{ number: number }[]>`
      SELECT number FROM (
        SELECT a.number, a.hash = relais_audit_hash(a) AS honest,
          row_number() OVER chain AS expected,
          coalesce(lag(a.hash) OVER chain, '') = a.previous_hash AS linked
        FROM audit a WHERE a.case_id = ${caseId}::uuid
        WINDOW chain AS (ORDER BY a.number)) AS checked
      WHERE NOT (honest AND linked AND number = expected)
      ORDER BY number LIMIT 1`;
    return rows[0]?.number;
  },
});
