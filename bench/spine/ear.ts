/** A plain consumer, as an institution has one: notes when it saw which event of which case. */
import { randomUUID } from 'node:crypto';
import { makeConsumer } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';

const patienceMs = 120_000;

export interface Ear {
  /** When (`performance.now()` milliseconds) an event of this type about this case came in. */
  heard(type: string, caseId: string): Promise<number>;
  stop(): Promise<void>;
}

const nameOf = (type: string, caseId: string): string => `${type} ${caseId}`;

/** What was heard, and who waits for what. The first copy counts. */
function makeNotebook() {
  const arrivals = new Map<string, number>();
  const waiting = new Map<string, (atMs: number) => void>();
  return {
    note: (name: string): void => {
      if (arrivals.has(name)) return;
      const atMs = performance.now();
      arrivals.set(name, atMs);
      waiting.get(name)?.(atMs);
    },
    wait: (name: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const before = arrivals.get(name);
        if (before !== undefined) {
          resolve(before);
          return;
        }
        const timer = setTimeout(
          () => reject(new Error(`never heard: ${name} (${patienceMs / 1_000} s)`)),
          patienceMs,
        );
        waiting.set(name, (atMs) => {
          clearTimeout(timer);
          waiting.delete(name);
          resolve(atMs);
        });
      }),
  };
}

/** Listens to topics with a group of its own; resolves once the group has its partitions. */
export async function listen(kafka: KafkaClient, topics: readonly string[]): Promise<Ear> {
  const consumer = makeConsumer(kafka, `bench-${randomUUID()}`);
  const notebook = makeNotebook();
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const type = message.headers?.['ce_type']?.toString() ?? '';
      notebook.note(nameOf(type, message.key?.toString() ?? ''));
    },
  });
  await joined;
  return {
    heard: (type, caseId) => notebook.wait(nameOf(type, caseId)),
    stop: () => consumer.disconnect(),
  };
}
