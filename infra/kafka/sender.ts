/**
 * Sends one batch until it is acknowledged. kafkajs has no maintainer and two measured faults: with
 * two sends outstanding an idempotent producer loses acknowledged records, and so it does when it
 * goes on after an error. Hence after every error a new producer with the SAME batch.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Log } from '../telemetry/log';
import { orAborted } from './aborted';
import { accessRefused } from './access-refused';
import { makeProducer } from './client';
import type { KafkaClient } from './client';
import type { OutgoingRecord } from './records';
import { finalReason } from './send-errors';
import type { TopicKeeper } from './topic-keeper';

export interface SenderParts {
  readonly kafka: KafkaClient;
  readonly log: Log;
  readonly topics: TopicKeeper;
  /** How a producer is made; a test hands in one that fails. */
  readonly newProducer?: ((kafka: KafkaClient) => Producer) | undefined;
}

export type Sent = 'sent' | { readonly refused: string };

export interface Sender {
  /**
   * Never call it twice at once. Waits out any outage; rejects when the signal is aborted, and with
   * `AccessRefused` when we may not send.
   */
  send(records: readonly OutgoingRecord[], signal: AbortSignal): Promise<Sent>;
  close(): Promise<void>;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const watchMs = 10_000;

/** kafkajs merges entries of the same topic and keeps their order. */
const topicMessages = (records: readonly OutgoingRecord[]) =>
  records.map(({ topic, ...message }) => ({ topic, messages: [message] }));

/** Makes a sender; it connects at the first batch. */
export function makeSender(parts: SenderParts): Sender {
  const { kafka, log, topics, newProducer = makeProducer } = parts;
  let producer: Producer | undefined;

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
      const current = await connected();
      await current.sendBatch({ topicMessages: topicMessages(records), acks: -1 });
    } finally {
      clearInterval(watch);
    }
  };

  const send: Sender['send'] = async (records, signal) => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      signal.throwIfAborted();
      try {
        await orAborted(sendOnce(records), signal);
        return 'sent';
      } catch (error) {
        discard();
        signal.throwIfAborted();
        const noAccess = accessRefused(error);
        if (noAccess !== undefined) throw noAccess;
        const refused = finalReason(error);
        if (refused !== undefined) return { refused };
        log.warn({ err: error, records: records.length }, 'send failed: new producer, same batch');
        await delay(pauseMs, undefined, { signal });
      }
    }
  };
  return { send, close: async () => producer?.disconnect() };
}
