/**
 * One batch of the outbox on its way to Kafka. At any line the process may die: rows are marked
 * only after the broker acknowledged them, so the next relay sends them again, in the same order.
 */
import { NotTaken } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import type { OutboxRow, OutboxStore } from '../../infra/prisma/outbox-store';
import type { Log } from '../../infra/telemetry/log';
import { lettersOf, passesGate } from './letters';

type RowId = OutboxRow['id'];

/** The part of the outbox store that the relay needs. */
export type Outbox = Pick<OutboxStore, 'claimBatch' | 'markPublished' | 'park' | 'noteFailure'>;

export interface RelayParts {
  readonly outbox: Outbox;
  readonly publisher: Pick<Publisher, 'publish' | 'isAnswered'>;
  readonly publicBaseUrl: string;
  /** Domain instant. */
  readonly now: () => Promise<string>;
  readonly log: Log;
  /** How long the broker may take. Then the rows are read again, and with them what gates them. */
  readonly patienceMs?: number;
  /** How long a row rests after each try that the broker did not take; after the last it is parked. */
  readonly restsMs?: readonly number[];
}

const batchSize = 500;
/** Far below the minute in which a withdrawn consent must hold (domain.md 5.5). */
const defaultPatienceMs = 10_000;
const defaultRestsMs = [10_000, 60_000, 300_000, 900_000, 3_600_000] as const;

interface Letter {
  readonly row: OutboxRow;
  readonly record: OutgoingRecord;
}

interface Sorted {
  readonly letters: readonly Letter[];
  /** Why a row can not leave as it is. */
  readonly park: Map<RowId, string>;
}

async function sort(parts: RelayParts, rows: readonly OutboxRow[]): Promise<Sorted> {
  const { publicBaseUrl } = parts;
  const now = rows.some(passesGate) ? await parts.now() : '';
  const park = new Map<RowId, string>();
  const letters: Letter[] = [];
  for (const row of rows) {
    const records = lettersOf(row, { publicBaseUrl, now });
    if (typeof records === 'string') park.set(row.id, records);
    else letters.push(...records.map((record) => ({ row, record })));
  }
  return { letters, park };
}

/** Publishes rows and takes them out of the outbox. Rejects with `NotTaken`; then nothing is marked. */
async function relayRows(parts: RelayParts, rows: readonly OutboxRow[]): Promise<void> {
  const { outbox, publisher, log, patienceMs = defaultPatienceMs } = parts;
  const { letters, park } = await sort(parts, rows);
  const refused = await publisher.publish(
    letters.map(({ record }) => record),
    patienceMs,
  );
  for (const { index, reason } of refused) {
    const letter = letters[index];
    if (letter !== undefined) park.set(letter.row.id, `${letter.record.topic}: ${reason}`);
  }
  const published = rows.map(({ id }) => id).filter((id) => !park.has(id));
  if (published.length > 0) await outbox.markPublished(published);
  for (const [id, reason] of park) {
    log.error({ outboxId: String(id), reason }, 'notice parked: it can not be sent as it is');
    await outbox.park(id, reason);
  }
}

/** The broker answers, and yet does not take this row: its case rests, and in the end it is parked. */
async function blame(parts: RelayParts, row: OutboxRow, why: NotTaken): Promise<void> {
  const { outbox, log, restsMs = defaultRestsMs } = parts;
  const restMs = restsMs[Math.max(0, row.attempts - 1)];
  const said = { outboxId: String(row.id), attempts: row.attempts, reason: why.message };
  if (restMs === undefined) {
    log.error(said, 'notice parked: the broker does not take it');
    await outbox.park(row.id, `not taken after ${row.attempts + 1} tries: ${why.message}`);
    return;
  }
  log.warn({ ...said, restMs }, 'the broker does not take a notice: its case rests');
  await outbox.noteFailure([row.id], restMs);
}

/** Row by row, to find out whose fault it is: what waits behind a bad row of its case stays there. */
async function relayOneByOne(parts: RelayParts, rows: readonly OutboxRow[]): Promise<void> {
  const { publisher, patienceMs = defaultPatienceMs } = parts;
  const resting = new Set<OutboxRow['caseId']>();
  for (const row of rows) {
    if (resting.has(row.caseId)) continue;
    try {
      await relayRows(parts, [row]);
    } catch (error) {
      if (!(error instanceof NotTaken)) throw error;
      if (!(await publisher.isAnswered(patienceMs))) throw error;
      resting.add(row.caseId);
      await blame(parts, row, error);
    }
  }
}

/**
 * Publishes the next rows and returns how many were looked at. A row that can never be sent is parked
 * with its reason, one that the broker does not take while it answers rests and is parked in the end;
 * the rows of all other cases go on. Rejects when the database or the broker is away; then nothing is
 * marked, and everything is sent again.
 */
export async function relayBatch(parts: RelayParts, shards?: readonly number[]): Promise<number> {
  const { outbox, publisher, patienceMs = defaultPatienceMs } = parts;
  const rows = await outbox.claimBatch(batchSize, shards);
  if (rows.some(({ attempts }) => attempts > 0)) {
    await relayOneByOne(parts, rows);
    return rows.length;
  }
  try {
    await relayRows(parts, rows);
  } catch (error) {
    if (error instanceof NotTaken && (await publisher.isAnswered(patienceMs))) {
      await outbox.noteFailure(rows.map(({ id }) => id));
    }
    throw error;
  }
  return rows.length;
}
