/**
 * One batch of the outbox on its way to Kafka. At any line the process may die: rows are marked
 * only after the broker acknowledged them, so the next relay sends them again, in the same order.
 */
import { grantGap } from '../../domain/consent/send-gate';
import { noticeEvent, toRecord } from '../../infra/kafka/cloud-event';
import type { Publisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { caseEventsTopic, notificationTopic } from '../../infra/kafka/topics';
import type { OutboxRow } from '../../infra/prisma/outbox-store';
import type { Log } from '../../infra/telemetry/log';

/** The part of the outbox store that the relay needs. */
export interface Outbox {
  claimBatch(limit: number): Promise<OutboxRow[]>;
  markPublished(ids: readonly OutboxRow['id'][]): Promise<void>;
  park(id: OutboxRow['id'], reason: string): Promise<void>;
}

export interface RelayParts {
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly publicBaseUrl: string;
  /** Domain instant. */
  readonly now: () => Promise<string>;
  readonly log: Log;
}

const batchSize = 500;

/** Twice: to whom it concerns, and to the monitors. */
function recordsOf(row: OutboxRow, publicBaseUrl: string): OutgoingRecord[] {
  const event = noticeEvent(row, publicBaseUrl);
  return [notificationTopic(row.topicInstitution), caseEventsTopic].map((topic) =>
    toRecord(topic, event),
  );
}

/**
 * The send gate once more, at the door (domain.md 5.5): a referral whose consent has gone since does
 * not leave. Undefined lets it pass; to the office that sent it nothing new is told.
 */
function heldBack({ notice, state }: OutboxRow, now: string): string | undefined {
  const referral = state?.referrals.find(({ id }) => id === notice.referralId);
  if (!state || referral === undefined || notice.to !== referral.to) return undefined;
  const gap = grantGap(state, referral, now);
  return gap && `held back: ${gap}`;
}

/** What leaves for a row, or why it is parked. */
function recordsOr(row: OutboxRow, publicBaseUrl: string, now: string): OutgoingRecord[] | string {
  try {
    return heldBack(row, now) ?? recordsOf(row, publicBaseUrl);
  } catch (error) {
    return `no event: ${error instanceof Error ? error.message : String(error)}`;
  }
}

interface Letter {
  readonly row: OutboxRow;
  readonly record: OutgoingRecord;
}

/**
 * Publishes the next rows and returns how many were taken out of the outbox. A row that can never
 * be sent is parked with its reason; the rows of all others go on. Rejects when the database is
 * away; then nothing is marked, and everything is sent again.
 */
export async function relayBatch(parts: RelayParts): Promise<number> {
  const { outbox, publisher, publicBaseUrl, log } = parts;
  const rows = await outbox.claimBatch(batchSize);
  const park = new Map<OutboxRow['id'], string>();
  const letters: Letter[] = [];
  const now = rows.some(({ state }) => state) ? await parts.now() : '';
  for (const row of rows) {
    const records = recordsOr(row, publicBaseUrl, now);
    if (typeof records === 'string') park.set(row.id, records);
    else letters.push(...records.map((record) => ({ row, record })));
  }
  const refused = await publisher.publish(letters.map(({ record }) => record));
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
  return rows.length;
}
