/**
 * What changed since a position, without gaps. Rows are followed by (writing transaction, id) and
 * only below the oldest transaction still running: whoever commits late comes later, nobody is
 * passed over. The price is delay: a long writing transaction anywhere in the cluster holds the
 * changes back until it ends. `id > last` would lose a row whose transaction took its id early and committed late.
 */
import { Position } from '../../schemas/index';
import type { CaseId, CaseRow, EventType, InstitutionId } from '../../schemas/index';
import { caseColumns } from './case-list';
import type { Database } from './database';
import type { Prisma } from './generated/client';
import { BadCursor } from './page';

export interface Change {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly type: EventType;
  /** Domain instant. */
  readonly at: string;
  /** Every institution that has a part in the case. */
  readonly institutionIds: readonly InstitutionId[];
  /** The line of the case as it is now, so that a list is brought up to date in its place. */
  readonly row: CaseRow;
}

export interface Changes {
  /** Where the next call goes on; opaque. */
  readonly position: string;
  readonly changes: readonly Change[];
  /** Cases that came upon a list, or left it, without a step of their own. Some may come twice. */
  readonly relisted: readonly CaseId[];
}

export interface ChangesRequest {
  /** The position of an earlier answer; without it from the first event on. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface RawChange {
  readonly horizon: string;
  readonly relisted: readonly CaseId[];
  readonly tx: string | null;
  readonly id: string | null;
  readonly change: Change | null;
}

/** Throws `BadCursor` when the position is none of ours. */
export const changesQuery = (
  db: Database,
  { after = '0-0', limit }: ChangesRequest,
): Prisma.PrismaPromise<RawChange[]> => {
  const parsed = Position.safeParse(after);
  if (!parsed.success) throw new BadCursor('this is not a position in the changes');
  const [tx = '0', id = '0'] = parsed.data.split('-');
  return db.$queryRaw<RawChange[]>`
    WITH oldest AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin),
    horizon AS MATERIALIZED (SELECT oldest.xmin, ARRAY(
      SELECT DISTINCT l.case_id::text FROM list_changes l
      WHERE l.tx >= ${tx}::xid8 AND l.tx < oldest.xmin) AS relisted FROM oldest)
    SELECT horizon.xmin::text AS horizon, horizon.relisted, found.tx::text, found.id::text,
      found.change
    FROM horizon LEFT JOIN LATERAL (
      SELECT e.tx, e.id, jsonb_build_object('caseId', e.case_id, 'seq', e.seq, 'type', e.type,
        'at', relais_instant(e.at), 'institutionIds', c.parties, 'row', line.row) AS change
      FROM case_events e JOIN cases c ON c.id = e.case_id CROSS JOIN LATERAL (
        SELECT ${caseColumns}) AS line
      WHERE (e.tx, e.id) > (${tx}::xid8, ${id}::bigint) AND e.tx < horizon.xmin
      ORDER BY e.tx, e.id LIMIT ${limit}) found ON true
    ORDER BY found.tx, found.id`;
};

/** A full page goes on after its last row, another at the horizon: all below it was looked at. */
export const toChanges = (
  rows: readonly RawChange[],
  { after = '0-0', limit }: ChangesRequest,
): Changes => {
  const changes = rows.flatMap(({ change }) => (change === null ? [] : [change]));
  const last = rows.at(-1);
  if (last === undefined) return { position: after, changes, relisted: [] };
  const { relisted } = last;
  const full = changes.length >= limit;
  const position = full ? `${last.tx ?? '0'}-${last.id ?? '0'}` : `${last.horizon}-0`;
  return { position, changes, relisted };
};
