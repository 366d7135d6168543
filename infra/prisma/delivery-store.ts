/** The truth about notices: how far each one has come, for those who sent it and those who answer for it. */
import { Delivery } from '../../schemas/index';
import type {
  CantonCode,
  CaseId,
  DeliveryId,
  DeliveryPage,
  InstitutionId,
} from '../../schemas/index';
import type { Database } from './database';
import { keyOf } from './delivery-queue';
import type { DeliveryKey } from './delivery-queue';
import { Prisma } from './generated/client';
import { BadCursor } from './page';
import type { PageRequest } from './page';

/** Whose notices somebody may look after: those of a canton, or those to one institution. */
export type DeliveryScope =
  { readonly canton: CantonCode } | { readonly institutionId: InstitutionId };

export interface DeliveryStore {
  /** Every notice of a case, in order. */
  listOfCase(caseId: CaseId): Promise<Delivery[]>;
  /** Notices that failed or wait, newest first. Throws `BadCursor`. */
  list(
    scope: DeliveryScope,
    wish: PageRequest & { state: 'failed' | 'queued' },
  ): Promise<DeliveryPage>;
  /**
   * Sends a notice that failed once more, from the first try on; any other stays as it is. Undefined
   * when there is none in this scope.
   */
  replay(scope: DeliveryScope, id: DeliveryId): Promise<Delivery | undefined>;
  /** An institution has read a case: the notices before are read. */
  noteRead(caseId: CaseId, institutionId: InstitutionId): Promise<void>;
}

const isAnswered = Prisma.sql`EXISTS (
  SELECT 1 FROM cases c, jsonb_array_elements(c.state -> 'referrals') r
  WHERE c.id = o.case_id AND r ->> 'id' = o.notice ->> 'referralId'
    AND r ->> 'to' = o.institution_id AND r ->> 'answeredAt' >= o.notice ->> 'at')`;

const failed = Prisma.sql`(o.parked_at IS NOT NULL OR d.state = 'failed')`;
const queued = Prisma.sql`(o.parked_at IS NULL AND (o.published_at IS NULL OR d.state = 'queued'))`;

/** What nobody parked and nobody has a delivery for is in the topic, when it is published. */
const rows = Prisma.sql`
  SELECT o.id AS position, o.canton, o.case_id AS "caseId", o.institution_id AS "institutionId",
    o.case_id::text || '-' || lpad(o.seq::text, 10, '0') || '-' || lpad(o.part::text, 2, '0') AS id,
    coalesce(d.channel, i.channel, 'kafka') AS channel, o.notice ->> 'type' AS type,
    o.notice ->> 'at' AS at, o.notice ->> 'referralId' AS "referralId",
    coalesce(d.tries, o.attempts) AS tries,
    CASE WHEN d.state = 'queued' THEN relais_instant(d.due_at) END AS "nextTryAt",
    relais_instant(coalesce(d.done_at, CASE WHEN d.state IS NULL THEN o.published_at END, o.parked_at))
      AS "doneAt",
    CASE WHEN r.read_at >= o.created_at THEN relais_instant(r.read_at) END AS "readAt",
    CASE WHEN o.parked_at IS NOT NULL THEN 'held_back' ELSE d.error END AS error,
    CASE
      WHEN ${isAnswered} THEN 'answered'
      WHEN r.read_at >= o.created_at THEN 'read'
      WHEN ${failed} THEN 'failed'
      WHEN ${queued} THEN 'queued'
      ELSE coalesce(d.state, 'sent')
    END AS state
  FROM outbox o
  LEFT JOIN deliveries d ON (d.case_id, d.seq, d.part) = (o.case_id, o.seq, o.part)
  LEFT JOIN institutions i ON i.id = o.institution_id
  LEFT JOIN case_reads r ON r.case_id = o.case_id AND r.institution_id = o.institution_id
  WHERE o.institution_id IS NOT NULL`;

const within = (scope: DeliveryScope): Prisma.Sql =>
  'canton' in scope
    ? Prisma.sql`o.canton = ${scope.canton}`
    : Prisma.sql`o.institution_id = ${scope.institutionId}`;

const isAt = ({ caseId, seq, part }: DeliveryKey, table: 'o' | 'd'): Prisma.Sql => {
  const of = table === 'o' ? Prisma.sql`o` : Prisma.sql`d`;
  return Prisma.sql`${of}.case_id = ${caseId}::uuid AND ${of}.seq = ${seq}::int AND ${of}.part = ${part}::int`;
};

type Row = Record<string, unknown> & { readonly position: bigint };

/** As it stands in the tables; what is null there is absent here. */
const read = ({ position: _position, canton: _canton, ...row }: Row): Delivery =>
  Delivery.parse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));

const list =
  (db: Database): DeliveryStore['list'] =>
  async (scope, { state, limit, after }) => {
    if (after !== undefined && !/^\d{1,18}$/.test(after)) {
      throw new BadCursor('this is not a position in a list of notices');
    }
    const from = after === undefined ? Prisma.empty : Prisma.sql`AND o.id < ${BigInt(after)}`;
    const found = await db.$queryRaw<Row[]>`
      SELECT * FROM (${rows}
        AND ${within(scope)} AND ${state === 'failed' ? failed : queued} ${from}) AS known
      WHERE state = ${state} ORDER BY position DESC LIMIT ${limit + 1}`;
    const last = found[limit - 1];
    const items = found.slice(0, limit).map(read);
    return found.length > limit && last !== undefined
      ? { items, next: String(last.position) }
      : { items };
  };

const replay =
  (db: Database): DeliveryStore['replay'] =>
  async (scope, id) => {
    const key = keyOf(id);
    // Parked by the relay, or given up by the notifier: a notice is only ever one of the two.
    await db.$executeRaw`
      WITH again AS (
        UPDATE outbox o SET parked_at = NULL, park_reason = NULL, attempts = 0, try_at = NULL, told_at = NULL
        WHERE ${isAt(key, 'o')} AND ${within(scope)} AND o.parked_at IS NOT NULL
        RETURNING 1)
      UPDATE deliveries d
      SET state = 'queued', tries = 0, due_at = NULL, done_at = NULL, error = NULL, told_at = NULL
      FROM outbox o
      WHERE ${isAt(key, 'd')} AND ${isAt(key, 'o')} AND ${within(scope)} AND d.state = 'failed'`;
    const [row] = await db.$queryRaw<Row[]>`${rows} AND ${isAt(key, 'o')} AND ${within(scope)}`;
    return row === undefined ? undefined : read(row);
  };

export const makeDeliveryStore = (db: Database): DeliveryStore => ({
  async listOfCase(caseId) {
    const found = await db.$queryRaw<Row[]>`
      ${rows} AND o.case_id = ${caseId}::uuid ORDER BY o.seq, o.part`;
    return found.map(read);
  },

  list: list(db),
  replay: replay(db),

  async noteRead(caseId, institutionId) {
    await db.$executeRaw`
      INSERT INTO case_reads AS r (case_id, institution_id, read_at)
      VALUES (${caseId}::uuid, ${institutionId}, clock_timestamp())
      ON CONFLICT (case_id, institution_id) DO UPDATE SET read_at = excluded.read_at
      WHERE r.read_at < excluded.read_at`;
  },
});
