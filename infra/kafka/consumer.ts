/**
 * A consumer that is watched. kafkajs gives up for good on some errors and can fall silent on
 * others; both end here in a new consumer with the same group. What no new consumer can heal
 * (a right that is missing) is handed to `onFatal`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import type { Log } from '../telemetry/log';
import { accessRefused } from './access-refused';
import type { KafkaClient } from './client';
import { liveOnce } from './consumer-life';
import type { Ending } from './consumer-life';
import type { IncomingRecord } from './records';

/** `later`: could not be handled now; it comes again after a pause, and its partition waits. */
export type Handled = 'done' | 'later';

export interface ConsumerPlan {
  readonly kafka: KafkaClient;
  readonly groupId: string;
  /** Asked at the start and every `refreshMs`; another answer means a new consumer. */
  listTopics(): Promise<readonly string[]>;
  readonly refreshMs?: number;
  /** How many partitions are worked on at once. */
  readonly concurrency?: number;
  /** Called once per record and partition order, at least once each. */
  onRecord(record: IncomingRecord): Promise<Handled>;
  onFatal(error: Error): void;
  readonly log: Log;
  /** How a consumer is made; a test hands in one that dies. */
  readonly newConsumer?: (kafka: KafkaClient, groupId: string) => Consumer;
}

export interface Consumption {
  /** Resolves when the group was joined for the first time. */
  readonly joined: Promise<void>;
  stop(): Promise<void>;
}

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/** Starts consuming, and keeps consuming until `stop`. */
export function consume(plan: ConsumerPlan): Consumption {
  const stopping = new AbortController();
  let toldJoined = (): void => undefined;
  const joined = new Promise<void>((resolve) => {
    toldJoined = resolve;
  });

  const again = (ending: Ending): boolean => {
    const { why, error } = ending;
    if (why === 'stopped') return false;
    if (why === 'fatal') {
      const refused = accessRefused(error, `group ${plan.groupId}`);
      plan.onFatal(refused ?? error ?? new Error('the consumer cannot go on'));
      return false;
    }
    if (why !== 'topics') plan.log.warn({ why, err: error, group: plan.groupId }, 'new consumer');
    return true;
  };

  const live = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    const onJoined = (): void => {
      pauseMs = firstPauseMs;
      toldJoined();
    };
    while (again(await liveOnce(plan, stopping.signal, onJoined))) {
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const living = live();

  return {
    joined,
    stop: async () => {
      stopping.abort();
      await living;
    },
  };
}
