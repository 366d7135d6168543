/**
 * All that Relais and the consumer kit need of a Kafka client. kafkajs has no maintainer: another
 * client is dropped in by implementing this, and test/kafka/port-conformance.test.ts says when it fits.
 */
import { makeKafka } from './client';
import type { KafkaSettings } from './client';
import { consume } from './consumer';
import type { ConsumerPlan, Consumption } from './consumer';
import { makePublisher } from './publisher';
import type { Publisher } from './publisher';
import { rewind } from './rewind';
import type { Rewinding } from './rewind';
import { ensureTopicNames } from './topics';

export interface KafkaPort {
  /**
   * One way out: acknowledged or refused for good, in order per key, one send in flight. `onFatal`
   * hears once when the broker refuses us; then `publish` rejects.
   */
  makePublisher(onFatal?: (error: Error) => void): Publisher;
  /**
   * Reads with a group: in order per partition, each record at least once, committed only after it
   * was handled. What no new consumer can heal goes to `onFatal`, and nothing comes after it.
   */
  consume(plan: Omit<ConsumerPlan, 'kafka' | 'newConsumer'>): Consumption;
  /** Sets a group that nobody runs back, or ahead, to a time. Rejects when somebody runs it. */
  rewind(rewinding: Rewinding): Promise<void>;
  /** Creates the topics that do not exist yet; returns their names. */
  ensureTopics(names: readonly string[]): Promise<readonly string[]>;
}

/** The port as kafkajs does it. Connects when something is asked of it. */
export function kafkajsPort(settings: KafkaSettings): KafkaPort {
  const kafka = makeKafka(settings);
  return {
    makePublisher: (onFatal) => makePublisher({ kafka, log: settings.log, onFatal }),
    consume: (plan) => consume({ ...plan, kafka }),
    rewind: (rewinding) => rewind(kafka, rewinding),
    ensureTopics: (names) => ensureTopicNames(kafka, names),
  };
}
