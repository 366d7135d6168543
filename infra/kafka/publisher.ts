/**
 * The one way out to Kafka of a process: one send in flight, calls queue up behind each other. The
 * price of never losing anything is that a record may come twice; readers know it by its event id.
 */
import type { Producer } from 'kafkajs';
import type { Log } from '../telemetry/log';
import { orAborted } from './aborted';
import { AccessRefused } from './access-refused';
import { makeBatches } from './batches';
import type { RefusedRecord } from './batches';
import type { KafkaClient } from './client';
import type { OutgoingRecord } from './records';
import { makeSender } from './sender';
import { makeTopicKeeper } from './topic-keeper';

export type { RefusedRecord } from './batches';

export interface Publisher {
  /**
   * Resolves when every record is acknowledged or refused for good. Order holds per key. Waits out any
   * outage, or rejects with `NotTaken` after `patienceMs`: nobody knows then what the broker has of
   * the records, so they must come again before any later one. Rejects after `stop`, and with
   * `AccessRefused` when the broker refuses us.
   */
  publish(
    records: readonly OutgoingRecord[],
    patienceMs?: number,
  ): Promise<readonly RefusedRecord[]>;
  /** Whether a broker answers at all, asked for so long at most. Never rejects. */
  isAnswered(patienceMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

/** No acknowledgement in the given time. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
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

const describeCluster = async (kafka: KafkaClient): Promise<void> => {
  const admin = kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
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
  const topics = makeTopicKeeper(kafka);
  const sender = makeSender({ kafka, log, topics, newProducer });
  const batches = makeBatches({ topics, sender });
  const stopped = rejectedOn(stopping.signal);
  const tell = onceRefused(parts.onFatal);
  let last: Promise<unknown> = Promise.resolve();

  const publishWithin = async (
    records: readonly OutgoingRecord[],
    patienceMs: number | undefined,
  ): Promise<RefusedRecord[]> => {
    if (patienceMs === undefined) return batches.publish(records, stopping.signal);
    const late = AbortSignal.timeout(patienceMs);
    try {
      return await batches.publish(records, AbortSignal.any([stopping.signal, late]));
    } catch (error) {
      throw late.aborted ? new NotTaken(`not acknowledged in ${patienceMs} ms`) : error;
    }
  };

  return {
    publish: (records, patienceMs) => {
      const turn = last.then(() => publishWithin(records, patienceMs));
      last = turn.catch(tell);
      return Promise.race([turn, stopped]);
    },
    isAnswered: async (patienceMs) => {
      const answer = describeCluster(kafka).then(() => true);
      return orAborted(answer, AbortSignal.timeout(patienceMs)).catch(() => false);
    },
    stop: async () => {
      stopping.abort();
      await sender.close();
    },
  };
}
