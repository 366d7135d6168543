import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { makeKafka } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';
import { consume } from '../../infra/kafka/consumer';
import type { IncomingRecord } from '../../infra/kafka/records';
import type { NoticeOutboxRow } from '../../infra/prisma/outbox-store';
import { kafkaBrokers } from '../support/engines';

export const silentLog = pino({ level: 'silent' });

export const testKafka = (): KafkaClient =>
  makeKafka({ brokers: kafkaBrokers(), clientId: `test-${randomUUID()}`, log: silentLog });

/** Polls until `find` gives something; the test's own timeout is the limit. */
export async function eventually<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface TopicReader {
  readonly records: readonly IncomingRecord[];
  /** Waits until the topics held at least so many records. */
  atLeast(count: number): Promise<readonly IncomingRecord[]>;
  stop(): Promise<void>;
}

/** Reads topics from their beginning with a group of its own. */
export function readTopics(kafka: KafkaClient, topics: readonly string[]): TopicReader {
  const records: IncomingRecord[] = [];
  const consumption = consume({
    kafka,
    groupId: `test-${randomUUID()}`,
    listTopics: async () => topics,
    onRecord: async (record) => {
      records.push(record);
      return 'done';
    },
    onFatal: (error) => {
      throw error;
    },
    log: silentLog,
  });
  return {
    records,
    atLeast: (count) => eventually(() => (records.length >= count ? records : undefined)),
    stop: () => consumption.stop(),
  };
}

let lastId = 0n;

/** A row of the outbox: a referral that was sent, to be told to `to`. */
export const outboxRow = (caseId: string, seq: number, to = 'sg-iv'): NoticeOutboxRow => ({
  id: ++lastId,
  caseId,
  seq,
  part: 0,
  topicInstitution: to,
  canton: 'sg',
  attempts: 0,
  traceparent: null,
  notice: {
    to,
    type: 'ch.relais.referral.sent.v1',
    seq,
    at: '2026-02-02T08:00:00.000Z',
    referralId: 'R1',
    from: 'sg-rav',
    basis: 'AVG35a-1bis',
  },
});
