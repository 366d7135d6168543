/** A batch of records on its way: together, or one by one where something is wrong with one of them. */
import type { OutgoingRecord } from './records';
import type { Sender } from './sender';
import type { TopicKeeper } from './topic-keeper';

/** A record that no broker will ever take, by its place in the batch. */
export interface RefusedRecord {
  readonly index: number;
  readonly reason: string;
}

export interface Batches {
  /** Waits out any outage; rejects only when the signal is aborted. Never call it twice at once. */
  publish(records: readonly OutgoingRecord[], signal: AbortSignal): Promise<RefusedRecord[]>;
}

export function makeBatches(parts: {
  readonly topics: TopicKeeper;
  readonly sender: Sender;
}): Batches {
  const { topics, sender } = parts;

  /** After a final error of the batch: one by one, in order, to find out whose it was. */
  const sift: Batches['publish'] = async (records, signal) => {
    const refused: RefusedRecord[] = [];
    for (const [index, record] of records.entries()) {
      const unknown = await topics.refusalOf(record.topic, signal);
      const outcome =
        unknown === undefined ? await sender.send([record], signal) : { refused: unknown };
      if (outcome !== 'sent') refused.push({ index, reason: outcome.refused });
    }
    return refused;
  };

  return {
    publish: async (records, signal) => {
      if (records.length === 0) return [];
      for (const topic of new Set(records.map((record) => record.topic))) {
        if ((await topics.refusalOf(topic, signal)) !== undefined) return sift(records, signal);
      }
      return (await sender.send(records, signal)) === 'sent' ? [] : sift(records, signal);
    },
  };
}
