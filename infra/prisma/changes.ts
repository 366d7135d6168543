/**
 * What changed since a position, without gaps. Rows are followed by (writing transaction, id) and
 * only below the oldest transaction still running: whoever commits late comes later, nobody is
 * passed over. The price is delay: a long writing transaction anywhere in the cluster holds the
 * changes back until it ends. `id > last` would lose a row whose transaction took its id early and committed late.
 */
import { Position } from '../../schemas/index';
import type { CaseId, CaseRow, EventType, InstitutionId } from '../../schemas/index';
import { caseColumns, toCaseRow } from './case-columns';
import type { CaseColumns } from './case-columns';
import { atMost } from './case-list';
import { Prisma } from './generated/client';
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

/** With nulls beside the horizon when nothing has changed. */
export interface RawChange extends CaseColumns {
  readonly horizon: string;
  readonly relisted: readonly CaseId[];
  readonly tx: string | null;
  readonly event: string | null;
  readonly seq: number;
  readonly type: EventType;
  readonly at: string;
  readonly parties: readonly InstitutionId[];
}

/** Throws `BadCursor` when the position is none of ours. */
export const changesQuery = ({ after = '0-0', limit }: ChangesRequest): Prisma.Sql => {
  const parsed = Position.safeParse(after);
  if (!parsed.success) throw new BadCursor('this is not a position in the changes');
  const [tx = '0', id = '0'] = parsed.data.split('-');
  return Prisma.sql`
    WITH oldest AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin),
    horizon AS MATERIALIZED (SELECT oldest.xmin, ARRAY(
      SELECT DISTINCT l.case_id::text FROM list_changes l
      WHERE l.tx >= ${tx}::xid8 AND l.tx < oldest.xmin) AS relisted FROM oldest)
    SELECT horizon.xmin::text AS horizon, horizon.relisted, found.*
    FROM horizon LEFT JOIN LATERAL (
      SELECT e.tx::text, e.id::text AS event, e.seq, e.type, e.at, c.parties, ${caseColumns}
      FROM case_events e JOIN cases c ON c.id = e.case_id
      WHERE (e.tx, e.id) > (${tx}::xid8, ${id}::bigint) AND e.tx < horizon.xmin
      ORDER BY e.tx, e.id ${atMost(limit)}) found ON true`;
};

const toChange = (found: RawChange): Change => {
  const { id: caseId, seq, type, at, parties: institutionIds } = found;
  return { caseId, seq, type, at, institutionIds, row: toCaseRow(found) };
};

/** A full page goes on after its last row, another at the horizon: all below it was looked at. */
export const toChanges = (
  rows: readonly RawChange[],
  { after = '0-0', limit }: ChangesRequest,
): Changes => {
  const changes = rows.filter(({ event }) => event !== null).map(toChange);
  const last = rows.at(-1);
  if (last === undefined) return { position: after, changes, relisted: [] };
  const { relisted } = last;
  const full = changes.length >= limit;
  const position = full ? `${last.tx ?? '0'}-${last.event ?? '0'}` : `${last.horizon}-0`;
  return { position, changes, relisted };
};
