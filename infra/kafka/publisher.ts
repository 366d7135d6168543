/**
 * The only sender. kafkajs has no maintainer and two measured faults: with two sends outstanding an
 * idempotent producer loses acknowledged records, and so it does when it goes on after an error.
 * Hence one send in flight, and after every error a new producer with the SAME batch. The price is
 * that a record may come twice; readers know it by its event id.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Log } from '../telemetry/log';
import { makeProducer } from './client';
import type { KafkaClient } from './client';
import type { OutgoingRecord } from './records';
import { finalReason } from './send-errors';
import { makeTopicKeeper } from './topic-keeper';

/** A record that no broker will ever take, by its place in the batch. */
export interface RefusedRecord {
  readonly index: number;
  readonly reason: string;
}

export interface Publisher {
  /**
   * Resolves when every record is acknowledged or refused for good; waits out any outage. Calls
   * queue up behind each other. Rejects only after `stop`.
   */
  publish(records: readonly OutgoingRecord[]): Promise<readonly RefusedRecord[]>;
  stop(): Promise<void>;
}

export interface PublisherParts {
  readonly kafka: KafkaClient;
  readonly log: Log;
  /** How a producer is made; a test hands in one that fails. */
  readonly newProducer?: (kafka: KafkaClient) => Producer;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const watchMs = 10_000;

type Sent = 'sent' | { readonly refused: string };

/** kafkajs merges entries of the same topic and keeps their order. */
const topicMessages = (records: readonly OutgoingRecord[]) =>
  records.map(({ topic, ...message }) => ({ topic, messages: [message] }));

/** Makes a publisher; it connects at the first batch. */
export function makePublisher({
  kafka,
  log,
  newProducer = makeProducer,
}: PublisherParts): Publisher {
  const stopping = new AbortController();
  const topics = makeTopicKeeper(kafka);
  let producer: Producer | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const connected = async (): Promise<Producer> => {
    if (producer !== undefined) return producer;
    const fresh = newProducer(kafka);
    await fresh.connect();
    producer = fresh;
    return fresh;
  };
  const discard = (): void => {
    const old = producer;
    producer = undefined;
    old?.disconnect().catch(() => undefined);
  };

  /** A topic that vanished makes a send wait for ever: while one waits, missing topics are made. */
  const sendOnce = async (records: readonly OutgoingRecord[]): Promise<void> => {
    const names = records.map(({ topic }) => topic);
    const watch = setInterval(() => {
      topics.remake(names).catch((error: unknown) => log.debug({ err: error }, 'topics unknown'));
    }, watchMs);
    try {
      await (await connected()).sendBatch({ topicMessages: topicMessages(records), acks: -1 });
    } finally {
      clearInterval(watch);
    }
  };

  const send = async (records: readonly OutgoingRecord[]): Promise<Sent> => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      stopping.signal.throwIfAborted();
      try {
        await sendOnce(records);
        return 'sent';
      } catch (error) {
        discard();
        const refused = finalReason(error);
        if (refused !== undefined) return { refused };
        log.warn({ err: error, records: records.length }, 'send failed: new producer, same batch');
        await delay(pauseMs, undefined, { signal: stopping.signal });
      }
    }
  };

  /** After a final error of the batch: one by one, in order, to find out whose it was. */
  const sift = async (records: readonly OutgoingRecord[]): Promise<RefusedRecord[]> => {
    const refused: RefusedRecord[] = [];
    for (const [index, record] of records.entries()) {
      const unknown = await topics.refusalOf(record.topic, stopping.signal);
      const outcome = unknown === undefined ? await send([record]) : { refused: unknown };
      if (outcome !== 'sent') refused.push({ index, reason: outcome.refused });
    }
    return refused;
  };

  const publishNow = async (
    records: readonly OutgoingRecord[],
  ): Promise<readonly RefusedRecord[]> => {
    if (records.length === 0) return [];
    const names = [...new Set(records.map(({ topic }) => topic))];
    for (const name of names) {
      if ((await topics.refusalOf(name, stopping.signal)) !== undefined) return sift(records);
    }
    return (await send(records)) === 'sent' ? [] : sift(records);
  };

  const stopped = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener('abort', () => reject(new Error('the publisher has stopped')));
  });
  stopped.catch(() => undefined);

  return {
    publish: (records) => {
      const turn = last.then(() => publishNow(records));
      last = turn.catch(() => undefined);
      return Promise.race([turn, stopped]);
    },
    stop: async () => {
      stopping.abort();
      await producer?.disconnect();
    },
  };
}
