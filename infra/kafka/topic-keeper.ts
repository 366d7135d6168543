import { setTimeout as delay } from 'node:timers/promises';
import { orAborted } from './aborted';
import { AccessRefused } from './access-refused';
import type { KafkaClient } from './client';
import { finalReason } from './send-errors';
import { ensureTopicNames } from './topics';

export interface TopicKeeper {
  /**
   * Makes sure that a topic is there; the reason when it can never be. Waits out an outage; rejects
   * with `AccessRefused` when we may not look, or not make it.
   */
  refusalOf(topic: string, signal: AbortSignal): Promise<string | undefined>;
  /** Creates again what has been deleted since. */
  remake(topics: readonly string[]): Promise<void>;
}

const pauseMs = 1_000;

/**
 * Knows which topics exist. A producer that meets an unknown topic retries for ever, so nothing is
 * sent to one before it was made.
 */
export function makeTopicKeeper(kafka: KafkaClient): TopicKeeper {
  const known = new Set<string>();
  return {
    refusalOf: async (topic, signal) => {
      while (!known.has(topic)) {
        try {
          await orAborted(ensureTopicNames(kafka, [topic]), signal);
          known.add(topic);
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof AccessRefused) throw error;
          const reason = finalReason(error);
          if (reason !== undefined) return reason;
          await delay(pauseMs, undefined, { signal });
        }
      }
      return undefined;
    },
    remake: async (topics) => {
      await ensureTopicNames(kafka, topics);
    },
  };
}
