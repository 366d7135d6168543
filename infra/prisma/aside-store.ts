/** Commands that their case could not take yet: tried again in the order of their case. */
import { z } from 'zod';
import { Command } from '../../schemas/index';
import type { CaseId, InstitutionId } from '../../schemas/index';
import type { Database } from './database';

/** Where in its topic a record stood. */
export const InboxPlace = z.strictObject({
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().optional(),
});
export type InboxPlace = z.infer<typeof InboxPlace>;

export interface AsideCommand {
  readonly institutionId: InstitutionId;
  readonly eventId: string;
  readonly command: Command;
  readonly place: InboxPlace;
}

export interface WaitingCommand extends AsideCommand {
  readonly id: bigint;
  /** How often it was tried since it was put aside. */
  readonly tries: number;
  readonly waitedMs: number;
}

export interface AsideStore {
  /** Whether commands of this case wait: a later one must queue behind them. */
  isWaiting(caseId: CaseId): Promise<boolean>;
  /** Puts a command behind all others of its case. Idempotent by institution and event id. */
  putAside(command: AsideCommand): Promise<void>;
  /** The first command of each case whose time has come, kept from others while the lease runs. */
  claimDue(wish: { limit: number; leaseMs: number }): Promise<WaitingCommand[]>;
  /** The case took it or its sender was told: remembered in the inbox and gone from here, at once. */
  settle(waiting: WaitingCommand, outcome: string): Promise<void>;
  /** Not yet: it comes up again after a pause. `tries` is what the counter says from now on. */
  postpone(id: bigint, wish: { pauseMs: number; tries: number }): Promise<void>;
}

const Row = z.object({
  id: z.bigint(),
  institutionId: z.string(),
  eventId: z.string(),
  command: Command,
  place: InboxPlace,
  tries: z.int(),
  waitedMs: z.number(),
});

export const makeAsideStore = (db: Database): AsideStore => ({
  async isWaiting(caseId) {
    const found = await db.inboxAsideRecord.findFirst({ where: { caseId }, select: { id: true } });
    return found !== null;
  },

  async putAside({ institutionId, eventId, command, place }) {
    await db.$executeRaw`
      INSERT INTO inbox_aside (institution_id, event_id, case_id, command, place)
      VALUES (${institutionId}, ${eventId}, ${command.caseId}::uuid,
        ${JSON.stringify(command)}::jsonb, ${JSON.stringify(place)}::jsonb)
      ON CONFLICT (institution_id, event_id) DO NOTHING`;
  },

  async claimDue({ limit, leaseMs }) {
    const rows = await db.$queryRaw<unknown[]>`
      UPDATE inbox_aside SET due_at = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
      WHERE id IN (
        SELECT a.id FROM inbox_aside a
        WHERE a.due_at <= clock_timestamp()
          AND NOT EXISTS (SELECT 1 FROM inbox_aside b WHERE b.case_id = a.case_id AND b.id < a.id)
        ORDER BY a.due_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING id, institution_id AS "institutionId", event_id AS "eventId", command, place, tries,
        (extract(epoch FROM clock_timestamp() - aside_at) * 1000)::float8 AS "waitedMs"`;
    return rows.map((row) => Row.parse(row));
  },

  async settle({ id, institutionId, eventId }, outcome) {
    await db.$executeRaw`
      WITH gone AS (DELETE FROM inbox_aside WHERE id = ${id}::bigint RETURNING 1)
      INSERT INTO inbox (institution_id, event_id, outcome)
      VALUES (${institutionId}, ${eventId}, ${outcome}) ON CONFLICT DO NOTHING`;
  },

  async postpone(id, { pauseMs, tries }) {
    await db.$executeRaw`
      UPDATE inbox_aside SET tries = ${tries}::int,
        due_at = clock_timestamp() + ${pauseMs}::int * interval '1 millisecond'
      WHERE id = ${id}::bigint`;
  },
});
