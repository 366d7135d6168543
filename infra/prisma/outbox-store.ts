/**
 * The relay's side of the outbox. Rows are written by `record` with the step that caused them. The
 * rows of one case are the work of one relay at a time (relay-shards.ts), so a batch needs no lease
 * and order is kept.
 */
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type { CantonCode, CaseId, InstitutionId, RecordedNotice } from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';

interface Row {
  readonly id: bigint;
  readonly caseId: CaseId;
  readonly seq: number;
  /** Counts from 0 within one event of the case. */
  readonly part: number;
  readonly canton: CantonCode;
  /** How often the broker answered everything but this row. */
  readonly attempts: number;
  /** W3C trace context of the request behind it. */
  readonly traceparent: string | null;
}

/** What an institution is told. */
export interface NoticeOutboxRow extends Row {
  /** The row before it, of the same case to the same institution, however it fared. */
  readonly before?: { readonly seq: number; readonly part: number } | null;
  readonly topicInstitution: InstitutionId;
  readonly notice: OutgoingNotice;
  /** The case as it stands, beside a referral that is leaving: its gate is asked again. */
  readonly state?: CaseState | null;
}

/** An event of a case that nobody is told of: for the monitors. */
export interface RecordedOutboxRow extends Row {
  readonly topicInstitution: null;
  readonly notice: RecordedNotice;
}

export type OutboxRow = NoticeOutboxRow | RecordedOutboxRow;

/** Whether somebody is told by a row. */
export const isNotice = (row: OutboxRow): row is NoticeOutboxRow => row.topicInstitution !== null;

export interface OutboxStats {
  readonly waiting: number;
  /** Milliseconds; 0 when nothing waits. */
  readonly oldestAgeMs: number;
  readonly parked: number;
}

export interface OutboxStore {
  /**
   * The next rows to publish, of all cases or of those in some shards; within a case in the order of
   * its events, and none of a case whose first row rests. Marks nothing.
   */
  claimBatch(limit: number, shards?: readonly number[]): Promise<OutboxRow[]>;
  /** Call only after the broker acknowledged them. */
  markPublished(ids: readonly bigint[]): Promise<void>;
  /** Takes a row that can never be sent out of the way, visibly. */
  park(id: bigint, reason: string): Promise<void>;
  /** Puts a parked row back, when its cause was mended. It comes after what its case sent since. */
  unpark(id: bigint): Promise<void>;
  /** Counts a failed attempt for each row; its case rests so long (milliseconds). */
  noteFailure(ids: readonly bigint[], restMs?: number): Promise<void>;
  stats(): Promise<OutboxStats>;
}

/** Cases fall into shards by the last digit of their id, which is random. */
export const allShards: readonly number[] = Array.from({ length: 16 }, (_, shard) => shard);

const within = (shards: readonly number[]): Prisma.Sql =>
  shards.length === allShards.length
    ? Prisma.empty
    : Prisma.sql`AND (get_byte(uuid_send(case_id), 15) & 15) = ANY(${[...shards]}::int[])`;

type Counted = [{ waiting: number; oldest_ms: number | null; parked: number }];

const claimBatch = async (
  db: Database,
  limit: number,
  shards: readonly number[],
): Promise<OutboxRow[]> => {
  // Steps of one case are written one after the other, so ids rise with (seq, part) within a case.
  // A row with a small id that commits late is still found: what waits is asked for, not what is new.
  const rows = await db.$queryRaw<OutboxRow[]>`
    SELECT id, case_id AS "caseId", seq, part, institution_id AS "topicInstitution", notice, canton,
      attempts, traceparent, (
        SELECT jsonb_build_object('seq', p.seq, 'part', p.part) FROM outbox p
        WHERE p.case_id = outbox.case_id AND p.institution_id = outbox.institution_id
          AND (p.seq, p.part) < (outbox.seq, outbox.part)
        ORDER BY p.seq DESC, p.part DESC LIMIT 1
      ) AS before,
      CASE WHEN notice ->> 'type' = 'ch.relais.referral.sent.v1'
        THEN (SELECT c.state FROM cases c WHERE c.id = outbox.case_id) END AS state
    FROM outbox
    WHERE published_at IS NULL AND parked_at IS NULL ${within(shards)}
      AND NOT EXISTS (SELECT 1 FROM outbox resting
        WHERE resting.case_id = outbox.case_id AND resting.try_at > clock_timestamp()
          AND resting.published_at IS NULL AND resting.parked_at IS NULL)
    ORDER BY id
    LIMIT ${limit}`;
  return rows;
};

const stats = async (db: Database): Promise<OutboxStats> => {
  const [row] = await db.$queryRaw<Counted>`
    SELECT count(*)::int AS waiting,
      (extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::float8 AS oldest_ms,
      (SELECT count(*)::int FROM outbox WHERE parked_at IS NOT NULL) AS parked
    FROM outbox WHERE published_at IS NULL AND parked_at IS NULL`;
  const oldestAgeMs = Math.max(0, Math.round(row.oldest_ms ?? 0));
  return { waiting: row.waiting, oldestAgeMs, parked: row.parked };
};

export const makeOutboxStore = (db: Database): OutboxStore => ({
  claimBatch: (limit, shards = allShards) => claimBatch(db, limit, shards),

  async markPublished(ids) {
    // Who does not read Kafka gets a delivery in the same statement: none is lost, none comes twice.
    await db.$executeRaw`
      WITH published AS (
        UPDATE outbox SET published_at = clock_timestamp()
        WHERE id = ANY(${[...ids]}::bigint[]) AND published_at IS NULL
        RETURNING case_id, seq, part, canton, institution_id)
      INSERT INTO deliveries (case_id, seq, part, canton, institution_id, channel)
      SELECT p.case_id, p.seq, p.part, p.canton, p.institution_id, i.channel
      FROM published p JOIN institutions i ON i.id = p.institution_id
      WHERE i.channel <> 'kafka'
      ON CONFLICT DO NOTHING`;
  },

  async park(id, reason) {
    const parkReason = reason.slice(0, 500);
    await db.outboxRecord.update({ where: { id }, data: { parkedAt: new Date(), parkReason } });
  },

  async unpark(id) {
    const data = { parkedAt: null, parkReason: null, attempts: 0, tryAt: null, toldAt: null };
    await db.outboxRecord.update({ where: { id }, data });
  },

  async noteFailure(ids, restMs = 0) {
    await db.$executeRaw`
      UPDATE outbox SET attempts = attempts + 1,
        try_at = clock_timestamp() + ${restMs}::float8 * interval '1 millisecond'
      WHERE id = ANY(${[...ids]}::bigint[]) AND published_at IS NULL`;
  },

  stats: () => stats(db),
});
