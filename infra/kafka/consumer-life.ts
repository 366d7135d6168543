/** One consumer from birth to end. */
import type { Consumer } from 'kafkajs';
import { missingRight } from './access-refused';
import { makeConsumer } from './client';
import { batchWorker } from './consumer-batch';
import type { ConsumerPlan } from './consumer';
import { finalReason } from './send-errors';

export interface Ending {
  readonly why: 'stopped' | 'topics' | 'crash' | 'silent' | 'fatal';
  readonly error?: Error;
}

/** Longer than a broker needs to come back, so that its restart is not taken for silence. */
const silenceMs = 30_000;
const defaultRefreshMs = 15_000;

const isFatal = (error: Error): boolean =>
  error.name === 'KafkaJSUnsupportedMagicByteInMessageSet' ||
  finalReason(error) !== undefined ||
  missingRight(error) !== undefined;

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

const sameTopics = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((topic) => b.includes(topic));

/** Resolves at the first sign that this consumer has no future. */
function watch(consumer: Consumer, plan: ConsumerPlan, topics: readonly string[]) {
  const timers: NodeJS.Timeout[] = [];
  const ended = new Promise<Ending>((resolve) => {
    let lastSignMs = performance.now();
    const alive = (): void => {
      lastSignMs = performance.now();
    };
    const { HEARTBEAT, FETCH, GROUP_JOIN, CRASH } = consumer.events;
    for (const sign of [HEARTBEAT, FETCH, GROUP_JOIN] as const) consumer.on(sign, alive);
    consumer.on(CRASH, ({ payload }) => {
      // With restart it comes back by itself; without, this object is dead for good.
      if (!payload.restart) {
        resolve({ why: isFatal(payload.error) ? 'fatal' : 'crash', error: payload.error });
      }
    });
    const listen = (): void => {
      if (performance.now() - lastSignMs > silenceMs) resolve({ why: 'silent' });
    };
    const compare = (): void => {
      plan.listTopics().then(
        (now) => {
          if (!sameTopics(now, topics)) resolve({ why: 'topics' });
        },
        (error: unknown) => plan.log.warn({ err: error }, 'topics could not be listed'),
      );
    };
    timers.push(
      setInterval(listen, 1_000),
      setInterval(compare, plan.refreshMs ?? defaultRefreshMs),
    );
  });
  return { ended, unwatch: () => timers.forEach((timer) => clearInterval(timer)) };
}

/** Listens no longer than this life lasts: a consumer that dies often leaves nothing behind. */
const aborted = (signal: AbortSignal, over: AbortSignal): Promise<Ending> =>
  new Promise((resolve) => {
    const stopped = (): void => resolve({ why: 'stopped' });
    if (signal.aborted) stopped();
    else signal.addEventListener('abort', stopped, { once: true, signal: over });
  });

/** Runs one consumer; `onJoined` is called when it got its partitions. Never rejects. */
export async function liveOnce(
  plan: ConsumerPlan,
  signal: AbortSignal,
  onJoined: () => void,
): Promise<Ending> {
  const { newConsumer = makeConsumer } = plan;
  const consumer = newConsumer(plan.kafka, plan.groupId);
  const worker = batchWorker(plan);
  let unwatch = (): void => undefined;
  const start = async (): Promise<Ending> => {
    const topics = await plan.listTopics();
    const watching = watch(consumer, plan, topics);
    unwatch = watching.unwatch;
    consumer.on(consumer.events.GROUP_JOIN, onJoined);
    await consumer.connect();
    if (topics.length > 0) {
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: plan.concurrency ?? 1,
        eachBatch: (payload) => worker.eachBatch(payload),
      });
    } else onJoined();
    return watching.ended;
  };
  const starting = start().catch((error: unknown): Ending => {
    const known = asError(error);
    return { why: isFatal(known) ? 'fatal' : 'crash', error: known };
  });
  const over = new AbortController();
  const ending = await Promise.race([starting, aborted(signal, over.signal)]);
  over.abort();
  unwatch();
  worker.end();
  await consumer.disconnect().catch(() => undefined);
  return ending;
}
