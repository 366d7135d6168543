/** Institutions at a broker that asks everybody who they are, with the rights that are declared. */
import { rightsOf } from '../../infra/kafka/access';
import { giveAccess, planAccess } from '../../infra/kafka/access-plan';
import { missingRight } from '../../infra/kafka/access-refused';
import { makeKafka, makeProducer } from '../../infra/kafka/client';
import { consume } from '../../infra/kafka/consumer';
import { makePublisher } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import type { IncomingRecord, OutgoingRecord } from '../../infra/kafka/records';
import { ensureTopics } from '../../infra/kafka/topics';
import { admin, openSecuredBroker } from '../support/secured-broker';
import type { SecuredBroker } from '../support/secured-broker';
import { silentLog } from './topic-reader';

export const engine = 'relais';

export interface Reading {
  readonly heard: IncomingRecord[];
  readonly fatal: Error[];
}

export interface SecuredBench {
  readonly broker: SecuredBroker;
  /** Called last first when a test is over. */
  readonly stops: (() => Promise<unknown>)[];
  publisherAs(name: string, onFatal?: (error: Error) => void): Publisher;
  /** Reads until it has something, or until it hears that it may not. */
  read(name: string, groupId: string, topics: readonly string[]): Reading;
  /** Bare, as a client of its own would do it: nobody looks first whether the topic is there. */
  write(name: string, topic: string): Promise<unknown>;
  endTest(): Promise<void>;
}

/** The broker with the topics and rights of these institutions, and users without any. */
export async function openSecuredBench(
  institutions: readonly string[],
  strangers: readonly string[] = [],
): Promise<SecuredBench> {
  const broker = await openSecuredBroker([engine, ...institutions, ...strangers]);
  const kafka = makeKafka(broker.as(admin));
  await ensureTopics(kafka, institutions);
  const { missing } = await planAccess(kafka, rightsOf(institutions, engine));
  await giveAccess(kafka, missing);
  const stops: SecuredBench['stops'] = [];
  return {
    broker,
    stops,
    publisherAs: (name, onFatal) => {
      const publisher = makePublisher({
        kafka: makeKafka(broker.as(name)),
        log: silentLog,
        onFatal,
      });
      stops.push(() => publisher.stop());
      return publisher;
    },
    read: (name, groupId, topics) => {
      const heard: IncomingRecord[] = [];
      const fatal: Error[] = [];
      const consumption = consume({
        kafka: makeKafka(broker.as(name)),
        groupId,
        listTopics: async () => topics,
        onRecord: async (record) => {
          heard.push(record);
          return 'done';
        },
        onFatal: (error) => fatal.push(error),
        log: silentLog,
      });
      stops.push(() => consumption.stop());
      return { heard, fatal };
    },
    write: async (name, topic) => {
      const producer = makeProducer(makeKafka(broker.as(name), { retries: 3 }));
      stops.push(() => producer.disconnect());
      await producer.connect();
      return producer.send({ topic, acks: -1, messages: [{ key: 'case', value: 'forged' }] });
    },
    endTest: async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}

export const recordFor = (topic: string, value: string): OutgoingRecord => ({
  topic,
  key: 'case',
  headers: {},
  value,
});

export const valuesOf = (heard: readonly IncomingRecord[]): string[] =>
  heard.map(({ value }) => value?.toString() ?? '');

/** What the broker calls the reason for which this was refused; undefined when it was not. */
export const refusalOf = (attempt: Promise<unknown>): Promise<string | undefined> =>
  attempt.then(
    () => undefined,
    (error: unknown) => missingRight(error) ?? `another error: ${String(error)}`,
  );
