import { withAdmin } from './admin';
import type { KafkaClient } from './client';
import { ensureTopicNames } from './topics';

export interface Rewinding {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Milliseconds since 1970 by the broker's clock: the first record at or after it comes next. */
  readonly toMs: number;
}

/**
 * Sets the offsets of a group to a time. Once and before anybody joins, instead of a seek at every
 * assignment: who dies in the middle of a replay goes on where it was. Rejects when the group runs.
 */
export async function rewind(kafka: KafkaClient, rewinding: Rewinding): Promise<void> {
  const { groupId, topics, toMs } = rewinding;
  // Asked about a topic that is not there, kafkajs would wait for it for ever.
  await ensureTopicNames(kafka, topics);
  await withAdmin(kafka, async (admin) => {
    for (const topic of topics) {
      const partitions = await admin.fetchTopicOffsetsByTimestamp(topic, toMs);
      await admin.setOffsets({ groupId, topic, partitions });
    }
  });
}
