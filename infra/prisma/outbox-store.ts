/**
 * The relay's side of the outbox. Rows are written by `record` with the step that caused them. Only
 * one relay works at a time (single-holder.ts), so a batch needs no lease and order is kept.
 */
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type { CantonCode, CaseId, InstitutionId } from '../../schemas/index';
import type { Database } from './database';

export interface OutboxRow {
  readonly id: bigint;
  readonly caseId: CaseId;
  readonly seq: number;
  /** Counts from 0 within one event of the case. */
  readonly part: number;
  /** The row before it, of the same case to the same institution, however it fared. */
  readonly before?: { readonly seq: number; readonly part: number } | null;
  readonly topicInstitution: InstitutionId;
  readonly notice: OutgoingNotice;
  readonly canton: CantonCode;
  readonly attempts: number;
  /** The case as it stands, beside a referral that is leaving: its gate is asked again. */
  readonly state?: CaseState | null;
}

export interface OutboxStats {
  readonly waiting: number;
  /** Milliseconds; 0 when nothing waits. */
  readonly oldestAgeMs: number;
  readonly parked: number;
}

export interface OutboxStore {
  /** The next rows to publish; within a case in the order of its events. Marks nothing. */
  claimBatch(limit: number): Promise<OutboxRow[]>;
  /** Call only after the broker acknowledged them. */
  markPublished(ids: readonly bigint[]): Promise<void>;
  /** Takes a row that can never be sent out of the way, visibly. */
  park(id: bigint, reason: string): Promise<void>;
  /** Puts a parked row back, when its cause was mended. It comes after what its case sent since. */
  unpark(id: bigint): Promise<void>;
  /** Counts a failed attempt for each row. */
  noteFailure(ids: readonly bigint[]): Promise<void>;
  stats(): Promise<OutboxStats>;
}

type Counted = [{ waiting: number; oldest_ms: number | null; parked: number }];

const claimBatch = async (db: Database, limit: number): Promise<OutboxRow[]> => {
  // Steps of one case are written one after the other, so ids rise with (seq, part) within a case.
  // A row with a small id that commits late is still found: what waits is asked for, not what is new.
  const rows = await db.$queryRaw<OutboxRow[]>`
    SELECT id, case_id AS "caseId", seq, part, institution_id AS "topicInstitution", notice, canton,
      attempts, (
        SELECT jsonb_build_object('seq', p.seq, 'part', p.part) FROM outbox p
        WHERE p.case_id = outbox.case_id AND p.institution_id = outbox.institution_id
          AND (p.seq, p.part) < (outbox.seq, outbox.part)
        ORDER BY p.seq DESC, p.part DESC LIMIT 1
      ) AS before,
      CASE WHEN notice ->> 'type' = 'ch.relais.referral.sent.v1'
        THEN (SELECT c.state FROM cases c WHERE c.id = outbox.case_id) END AS state
    FROM outbox
    WHERE published_at IS NULL AND parked_at IS NULL
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
  claimBatch: (limit) => claimBatch(db, limit),

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
    await db.outboxRecord.update({ where: { id }, data: { parkedAt: null, parkReason: null } });
  },

  async noteFailure(ids) {
    await db.$executeRaw`
      UPDATE outbox SET attempts = attempts + 1 WHERE id = ANY(${[...ids]}::bigint[])`;
  },

  stats: () => stats(db),
});
