/** Works through the batches of one consumer: in order, committing only what was handled. */
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { ConsumerPlan, Handled } from './consumer';
import type { IncomingRecord } from './records';

const heartbeatMs = 1_500;
const commitEvery = 50;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

type Header = NonNullable<KafkaMessage['headers']>[string];

const asText = (header: Header): string | undefined => {
  const first = Array.isArray(header) ? header[0] : header;
  return first?.toString();
};

function incoming(topic: string, partition: number, message: KafkaMessage): IncomingRecord {
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(message.headers ?? {})) {
    const value = asText(header);
    if (value !== undefined) headers[name] = value;
  }
  const { offset, key, value } = message;
  return { topic, partition, offset, key: key?.toString(), headers, value };
}

/** Keeps the membership alive while one record takes its time; a session ends after 6 s. */
async function withHeartbeats<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
  let trouble: unknown;
  const timer = setInterval(() => {
    heartbeat().catch((error: unknown) => {
      trouble = error;
    });
  }, heartbeatMs);
  try {
    const result = await work;
    // The group moved on meanwhile: let the runner join again before anything is committed.
    if (trouble instanceof Error) throw trouble;
    return result;
  } finally {
    clearInterval(timer);
  }
}

export interface BatchWorker {
  eachBatch(payload: EachBatchPayload): Promise<void>;
  /** Forgets the pauses that still run. */
  end(): void;
}

/** Holds partitions back, longer each time the same one has to wait. */
function makePauses() {
  const attempts = new Map<string, number>();
  const running = new Set<NodeJS.Timeout>();
  return {
    hold: (place: string, resumeOf: () => () => void): void => {
      const count = attempts.get(place) ?? 0;
      attempts.set(place, count + 1);
      const resume = resumeOf();
      const goOn = (): void => {
        running.delete(timer);
        resume();
      };
      const timer = setTimeout(goOn, Math.min(firstPauseMs * 2 ** count, longestPauseMs));
      running.add(timer);
    },
    forget: (place: string) => attempts.delete(place),
    end: () => running.forEach((timer) => clearTimeout(timer)),
  };
}

async function commit(payload: EachBatchPayload, offset: string): Promise<void> {
  const { topic, partition } = payload.batch;
  const next = String(BigInt(offset) + 1n);
  await payload.commitOffsetsIfNecessary({
    topics: [{ topic, partitions: [{ partition, offset: next }] }],
  });
}

/** A worker for one consumer. An error of `onRecord` counts as `later`: nothing is ever dropped. */
export function batchWorker(plan: ConsumerPlan): BatchWorker {
  const pauses = makePauses();

  const handle = async (record: IncomingRecord): Promise<Handled> => {
    try {
      return await plan.onRecord(record);
    } catch (error) {
      const { topic, partition, offset } = record;
      plan.log.error({ err: error, topic, partition, offset }, 'record could not be handled');
      return 'later';
    }
  };

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { topic, partition, messages } = payload.batch;
    const place = `${topic}/${partition}`;
    let done: string | undefined;
    for (const [index, message] of messages.entries()) {
      if (!payload.isRunning() || payload.isStale()) break;
      const work = handle(incoming(topic, partition, message));
      if ((await withHeartbeats(work, () => payload.heartbeat())) === 'later') {
        pauses.hold(place, () => payload.pause());
        break;
      }
      pauses.forget(place);
      payload.resolveOffset(message.offset);
      done = message.offset;
      if (index % commitEvery === commitEvery - 1) await commit(payload, done);
    }
    if (done !== undefined) await commit(payload, done);
    await payload.heartbeat();
  };

  return { eachBatch, end: pauses.end };
}
