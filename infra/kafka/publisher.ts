/**
 * The one way out to Kafka of a process: one send in flight, calls queue up behind each other. The
 * price of never losing anything is that a record may come twice; readers know it by its event id.
 */
import type { Producer } from 'kafkajs';
import type { Log } from '../telemetry/log';
import { AccessRefused } from './access-refused';
import type { KafkaClient } from './client';
import type { OutgoingRecord } from './records';
import { makeSender } from './sender';
import { makeTopicKeeper } from './topic-keeper';

/** A record that no broker will ever take, by its place in the batch. */
export interface RefusedRecord {
  readonly index: number;
  readonly reason: string;
}

export interface Publisher {
  /**
   * Resolves when every record is acknowledged or refused for good; waits out any outage. Order
   * holds per key. Rejects after `stop`, and with `AccessRefused` when the broker refuses us.
   */
  publish(records: readonly OutgoingRecord[]): Promise<readonly RefusedRecord[]>;
  stop(): Promise<void>;
}

export interface PublisherParts {
  readonly kafka: KafkaClient;
  readonly log: Log;
  /** Told once, when the broker refuses us: no record is at fault, and no waiting helps. */
  readonly onFatal?: ((error: Error) => void) | undefined;
  readonly newProducer?: (kafka: KafkaClient) => Producer;
}

const rejectedOn = (signal: AbortSignal): Promise<never> => {
  const rejected = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the publisher has stopped')));
  });
  rejected.catch(() => undefined);
  return rejected;
};

const onceRefused = (onFatal: PublisherParts['onFatal']) => {
  let told = false;
  return (error: unknown): void => {
    if (told || !(error instanceof AccessRefused)) return;
    told = true;
    onFatal?.(error);
  };
};

/** Makes a publisher; it connects at the first batch. */
export function makePublisher(parts: PublisherParts): Publisher {
  const { kafka, log, newProducer } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const topics = makeTopicKeeper(kafka);
  const sender = makeSender({ kafka, log, topics, stopping: signal, newProducer });
  const stopped = rejectedOn(signal);
  const tell = onceRefused(parts.onFatal);
  let last: Promise<unknown> = Promise.resolve();

  /** After a final error of the batch: one by one, in order, to find out whose it was. */
  const sift = async (records: readonly OutgoingRecord[]): Promise<RefusedRecord[]> => {
    const refused: RefusedRecord[] = [];
    for (const [index, record] of records.entries()) {
      const unknown = await topics.refusalOf(record.topic, signal);
      const outcome = unknown === undefined ? await sender.send([record]) : { refused: unknown };
      if (outcome !== 'sent') refused.push({ index, reason: outcome.refused });
    }
    return refused;
  };

  const publishNow = async (records: readonly OutgoingRecord[]): Promise<RefusedRecord[]> => {
    if (records.length === 0) return [];
    for (const topic of new Set(records.map((record) => record.topic))) {
      if ((await topics.refusalOf(topic, signal)) !== undefined) return sift(records);
    }
    return (await sender.send(records)) === 'sent' ? [] : sift(records);
  };

  return {
    publish: (records) => {
      const turn = last.then(() => publishNow(records));
      last = turn.catch(tell);
      return Promise.race([turn, stopped]);
    },
    stop: async () => {
      stopping.abort();
      await sender.close();
    },
  };
}
