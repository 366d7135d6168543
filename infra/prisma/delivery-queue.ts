/**
 * The notifier's side of the deliveries. A claim is a lease: who dies with a delivery in hand leaves
 * it to the next notifier, so that it may be sent twice under the same id, and is never lost.
 */
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type {
  CantonCode,
  CaseId,
  DeliveryError,
  DeliveryId,
  InstitutionId,
} from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';

export interface DeliveryKey {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly part: number;
}

/** What the id of a notice is made of. */
export const keyOf = (id: DeliveryId): DeliveryKey => ({
  caseId: id.slice(0, 36),
  seq: Number(id.slice(37, 47)),
  part: Number(id.slice(48)),
});

/** A delivery that nobody has given a time yet. */
export interface NewDelivery extends DeliveryKey {
  readonly institutionId: InstitutionId;
  readonly channel: 'mail' | 'webhook';
  readonly notice: OutgoingNotice;
  /** The institution wants one mail a day. */
  readonly wantsDigest: boolean;
  readonly state: CaseState;
}

/** A delivery in hand. */
export interface ClaimedDelivery extends DeliveryKey {
  readonly institutionId: InstitutionId;
  readonly canton: CantonCode;
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly digest: boolean;
  readonly notice: OutgoingNotice;
  readonly traceparent: string | null;
  readonly before: { readonly seq: number; readonly part: number } | null;
  readonly state: CaseState;
}

export type Claimable = 'webhook' | 'mail' | 'digest';

export interface ClaimWish {
  readonly limit: number;
  /** Engine instant. */
  readonly now: string;
}

export interface DeliveryQueue {
  listNew(limit: number): Promise<NewDelivery[]>;
  /** Engine instant from which on it may be sent. */
  setDue(key: DeliveryKey, due: { readonly at: string; readonly digest: boolean }): Promise<void>;
  /** What is due; a digest: all that is due of one institution. */
  claim(what: Claimable, wish: ClaimWish): Promise<ClaimedDelivery[]>;
  markDone(keys: readonly DeliveryKey[], state: 'sent' | 'delivered'): Promise<void>;
  /** Engine instant. */
  tryAgain(keys: readonly DeliveryKey[], at: string, error: DeliveryError): Promise<void>;
  giveUp(keys: readonly DeliveryKey[], error: DeliveryError): Promise<void>;
}

/** Longer than one try can take. */
const leaseSeconds = 120;

/** Rows of an array of keys, for `WHERE (case_id, seq, part) IN`. */
const among = (keys: readonly DeliveryKey[]): Prisma.Sql => Prisma.sql`(case_id, seq, part) IN (
  SELECT k."caseId", k.seq, k.part FROM jsonb_to_recordset(${JSON.stringify(
    keys.map(({ caseId, seq, part }) => ({ caseId, seq, part })),
  )}::jsonb) AS k("caseId" uuid, seq int, part int))`;

const isDue = (now: string): Prisma.Sql =>
  Prisma.sql`state = 'queued' AND due_at <= ${now}::timestamptz`;

const wanted = (what: Claimable, now: string): Prisma.Sql => {
  if (what === 'webhook') return Prisma.sql`channel = 'webhook'`;
  if (what === 'mail') return Prisma.sql`channel = 'mail' AND NOT digest`;
  return Prisma.sql`channel = 'mail' AND digest AND institution_id = (
    SELECT institution_id FROM deliveries WHERE ${isDue(now)} AND digest ORDER BY due_at LIMIT 1)`;
};

const claim =
  (db: Database): DeliveryQueue['claim'] =>
  (what, { limit, now }) =>
    db.$queryRaw<ClaimedDelivery[]>`
      WITH due AS (
        SELECT case_id, seq, part FROM deliveries WHERE ${isDue(now)} AND ${wanted(what, now)}
        ORDER BY due_at, case_id, seq, part LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE deliveries d
        SET tries = d.tries + 1, due_at = ${now}::timestamptz + ${leaseSeconds}::int * interval '1 second'
        FROM due WHERE (d.case_id, d.seq, d.part) = (due.case_id, due.seq, due.part)
        RETURNING d.*)
      SELECT d.case_id AS "caseId", d.seq, d.part, d.institution_id AS "institutionId", d.canton,
        d.tries, d.digest, o.notice, o.traceparent, c.state, (
          SELECT jsonb_build_object('seq', p.seq, 'part', p.part) FROM outbox p
          WHERE p.case_id = d.case_id AND p.institution_id = d.institution_id
            AND (p.seq, p.part) < (d.seq, d.part)
          ORDER BY p.seq DESC, p.part DESC LIMIT 1
        ) AS before
      FROM claimed d
      JOIN outbox o ON (o.case_id, o.seq, o.part) = (d.case_id, d.seq, d.part)
      JOIN cases c ON c.id = d.case_id
      ORDER BY d.case_id, d.seq, d.part`;

export const makeDeliveryQueue = (db: Database): DeliveryQueue => ({
  listNew: (limit) =>
    db.$queryRaw<NewDelivery[]>`
      SELECT d.case_id AS "caseId", d.seq, d.part, d.institution_id AS "institutionId", d.channel,
        o.notice, c.state, coalesce(a.digest = 'daily', false) AS "wantsDigest"
      FROM deliveries d
      JOIN outbox o ON (o.case_id, o.seq, o.part) = (d.case_id, d.seq, d.part)
      JOIN cases c ON c.id = d.case_id
      LEFT JOIN addresses a ON a.institution_id = d.institution_id
      WHERE d.state = 'queued' AND d.due_at IS NULL
      ORDER BY d.created_at LIMIT ${limit}`,

  async setDue(key, { at, digest }) {
    await db.$executeRaw`
      UPDATE deliveries SET due_at = ${at}::timestamptz, digest = ${digest}
      WHERE ${among([key])} AND state = 'queued' AND due_at IS NULL`;
  },

  claim: claim(db),

  async markDone(keys, state) {
    await db.$executeRaw`
      UPDATE deliveries SET state = ${state}, done_at = clock_timestamp(), error = NULL
      WHERE ${among(keys)} AND state = 'queued'`;
  },

  async tryAgain(keys, at, error) {
    await db.$executeRaw`
      UPDATE deliveries SET due_at = ${at}::timestamptz, error = ${error}
      WHERE ${among(keys)} AND state = 'queued'`;
  },

  async giveUp(keys, error) {
    await db.$executeRaw`
      UPDATE deliveries SET state = 'failed', done_at = clock_timestamp(), error = ${error}
      WHERE ${among(keys)} AND state = 'queued'`;
  },
});
