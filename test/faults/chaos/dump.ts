/** Everything that stands in a topic, read once from the first offset to the last. */
import { randomUUID } from 'node:crypto';
import { makeConsumer } from '../../../infra/kafka/client';
import type { KafkaClient } from '../../../infra/kafka/client';

export interface Dumped {
  readonly key: string;
  readonly id: string;
  readonly sequence: string;
}

/** How many records each partition holds. */
async function endsOf(kafka: KafkaClient, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

/** The records in the order of each partition; nobody may write meanwhile. */
export async function dumpTopic(kafka: KafkaClient, topic: string): Promise<Dumped[]> {
  const ends = await endsOf(kafka, topic);
  const open = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const found: Dumped[] = [];
  if (open.size === 0) return found;
  const consumer = makeConsumer(kafka, `dump-${randomUUID()}`);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage: NonNullable<Parameters<typeof consumer.run>[0]>['eachMessage'] = async ({
      partition,
      message,
    }) => {
      const text = (name: string): string => message.headers?.[name]?.toString() ?? '';
      found.push({
        key: message.key?.toString() ?? '',
        id: text('ce_id'),
        sequence: text('ce_sequence'),
      });
      if (Number(message.offset) + 1 >= (ends.get(partition) ?? 0)) open.delete(partition);
      if (open.size === 0) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}
