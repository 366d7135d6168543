/** Notices that were given up and of which their case does not know yet. */
import type {
  CaseId,
  DeliveryError,
  DeliveryId,
  InstitutionId,
  ReferralId,
} from '../../schemas/index';
import type { Database } from './database';
import { keyOf } from './delivery-queue';

export interface Undelivered {
  readonly id: DeliveryId;
  readonly caseId: CaseId;
  readonly to: InstitutionId;
  /** The type of the event. */
  readonly notice: string;
  readonly referralId: ReferralId | null;
  readonly error: DeliveryError;
  /** When it was given up: together with the id the name of this failure. */
  readonly failedAt: string;
}

export interface UndeliveredStore {
  /** The longest given up first. */
  listUntold(limit: number): Promise<Undelivered[]>;
  markTold(failure: Pick<Undelivered, 'id' | 'failedAt'>): Promise<void>;
}

export const makeUndeliveredStore = (db: Database): UndeliveredStore => ({
  listUntold: (limit) =>
    db.$queryRaw<Undelivered[]>`
      WITH failures AS (
        SELECT case_id, seq, part, error, done_at AS failed_at FROM deliveries
        WHERE state = 'failed' AND told_at IS NULL
        UNION ALL
        SELECT case_id, seq, part, 'held_back', parked_at FROM outbox
        WHERE parked_at IS NOT NULL AND told_at IS NULL AND institution_id IS NOT NULL)
      SELECT f.case_id::text || '-' || lpad(f.seq::text, 10, '0') || '-' || lpad(f.part::text, 2, '0')
          AS id,
        f.case_id AS "caseId", o.institution_id AS "to", o.notice ->> 'type' AS notice,
        o.notice ->> 'referralId' AS "referralId", f.error, relais_instant(f.failed_at) AS "failedAt"
      FROM failures f
      JOIN outbox o ON (o.case_id, o.seq, o.part) = (f.case_id, f.seq, f.part)
      WHERE f.failed_at IS NOT NULL
      ORDER BY f.failed_at LIMIT ${limit}`,

  async markTold({ id, failedAt }) {
    const { caseId, seq, part } = keyOf(id);
    await db.$executeRaw`
      WITH parked AS (
        UPDATE outbox SET told_at = clock_timestamp()
        WHERE case_id = ${caseId}::uuid AND seq = ${seq}::int AND part = ${part}::int
          AND parked_at = ${failedAt}::timestamptz)
      UPDATE deliveries SET told_at = clock_timestamp()
      WHERE case_id = ${caseId}::uuid AND seq = ${seq}::int AND part = ${part}::int
        AND state = 'failed' AND done_at = ${failedAt}::timestamptz`;
  },
});
