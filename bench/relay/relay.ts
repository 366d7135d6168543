/**
 * The relay beside bare kafkajs on the same broker in the same run: how many notices it empties a
 * second, and how long one takes from the decision to the consumer.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { Partitioners } from 'kafkajs';
import { bareTopic, bareType, noticeLike } from '../bare/peer';
import type { BareProducer } from '../bare/peer';
import { makeKafka, makeProducer } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';
import { ensureTopicNames, ensureTopics, notificationTopic } from '../../infra/kafka/topics';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { openDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { makeRelayBell } from '../../infra/prisma/relay-bell';
import { newCase, notice, stepTo } from '../../test/stores/steps';
import { listen } from '../spine/ear';
import type { Ear } from '../spine/ear';
import { spreadOf } from '../spine/numbers';
import type { Spread } from '../spine/numbers';
import { atRate } from '../spine/pace';
import type { RelayInstallation } from './installation';

export interface RelayFigures {
  readonly notices: number;
  /** Notices a second out of a full outbox; each is two records: one to the office, one to the monitors. */
  readonly relayed: number;
  /** Records a second of one bare producer in batches of 500, of the same bytes. */
  readonly bare: number;
  readonly ratio: number;
  readonly ratios: readonly number[];
  readonly latencies: readonly RelayLatency[];
}

/** Milliseconds. */
export interface RelayLatency {
  readonly perSecond: number;
  /** From before the step is written in Postgres to the consumer. */
  readonly heard: Spread;
  /** The writing alone. */
  readonly written: Spread;
  readonly bare: Spread;
}

const office = 'sg-iv';
const noticeType = 'ch.relais.case.registered.v1';
const batch = 500;

interface Bench {
  readonly db: Database;
  readonly kafka: KafkaClient;
}

/** Asks for one row only: counting what waits would cost as much as relaying it. */
const relayedAll = async (db: Database): Promise<void> => {
  const where = { publishedAt: null, parkedAt: null };
  while ((await db.outboxRecord.findFirst({ where, select: { id: true } })) !== null)
    await delay(25);
};

/** Notices of 500 cases, all at once, as after an outage. */
async function fillOutbox(db: Database, count: number): Promise<void> {
  const noticeJson = JSON.stringify(notice(office, 1));
  await db.$executeRaw`
    INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice)
    SELECT c.id, n, 0, 'sg', ${office}, jsonb_set(${noticeJson}::jsonb, '{seq}', to_jsonb(n))
    FROM generate_series(1, ${count / batch}::int) AS n,
      (SELECT gen_random_uuid() AS id FROM generate_series(1, ${batch}::int)) AS c
    ORDER BY n`;
}

/** Milliseconds for so many records of one bare producer. */
async function sendBare(kafka: KafkaClient, count: number): Promise<number> {
  const producer = makeProducer(kafka);
  await producer.connect();
  const startMs = performance.now();
  for (let sent = 0; sent < count; sent += batch) {
    const messages = Array.from({ length: batch }, () => {
      const { key, headers, value } = noticeLike(randomUUID());
      return { key, value, headers: { ...headers } };
    });
    await producer.send({ topic: bareTopic, messages, acks: -1 });
  }
  const tookMs = performance.now() - startMs;
  await producer.disconnect();
  return tookMs;
}

async function measureThroughput({ db, kafka }: Bench, turns: number, perTurn: number) {
  const ratios: number[] = [];
  let [oursMs, bareMs] = [0, 0];
  for (let turn = 0; turn < turns; turn += 1) {
    const bareTurnMs = await sendBare(kafka, perTurn);
    await fillOutbox(db, perTurn);
    const startMs = performance.now();
    makeRelayBell(db).ring();
    await relayedAll(db);
    const ourTurnMs = performance.now() - startMs;
    ratios.push(bareTurnMs / ourTurnMs);
    oursMs += ourTurnMs;
    bareMs += bareTurnMs;
  }
  const notices = turns * perTurn;
  return {
    notices,
    relayed: (notices * 1_000) / oursMs,
    bare: (notices * 1_000) / bareMs,
    ratio: bareMs / oursMs,
    ratios,
  };
}

/** kafkajs as anybody uses it: as many sends at once as come. */
async function startBare(kafka: KafkaClient): Promise<BareProducer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    send: async (id) => {
      const { topic, key, headers, value } = noticeLike(id);
      await producer.send({ topic, messages: [{ key, value, headers: { ...headers } }], acks: -1 });
    },
    stop: () => producer.disconnect(),
  };
}

/** The first records of a new consumer wait for its first fetches. */
async function warm(producer: BareProducer, ear: Ear): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    const id = randomUUID();
    await producer.send(id);
    await ear.heard(bareType, id);
  }
}

async function measureLatency(
  { db, kafka }: Bench,
  perSecond: number,
  seconds: number,
): Promise<RelayLatency> {
  const store = makeCaseStore(db);
  const bell = makeRelayBell(db);
  const ear = await listen(kafka, [notificationTopic(office), bareTopic]);
  const producer = await startBare(kafka);
  await warm(producer, ear);
  const ids = Array.from({ length: perSecond * seconds }, () => randomUUID());
  const written: number[] = [];
  const bare = await atRate(ids, perSecond, async (id, dueMs) => {
    await producer.send(id);
    return (await ear.heard(bareType, id)) - dueMs;
  });
  const heard = await atRate(ids, perSecond, async (id, dueMs) => {
    await store.record(stepTo(newCase({ id }), { notices: [notice(office, 1)] }));
    bell.ring();
    written.push(performance.now() - dueMs);
    return (await ear.heard(noticeType, id)) - dueMs;
  });
  await Promise.all([ear.stop(), producer.stop()]);
  return {
    perSecond,
    heard: spreadOf(heard),
    written: spreadOf(written),
    bare: spreadOf(bare),
  };
}

/** Measures with the relay of the product as a process of its own. */
export async function measureRelay(
  at: RelayInstallation,
  size: 'quick' | 'full',
): Promise<RelayFigures> {
  const db = openDatabase(at.databaseUrl, 'relais_engine');
  const log = pino({ level: 'silent' });
  const kafka = makeKafka({ brokers: at.brokers, clientId: 'relais-bench', log });
  await ensureTopics(kafka, [office]);
  await ensureTopicNames(kafka, [bareTopic]);
  await at.startRelay();
  const bench = { db, kafka };
  const [turns, perTurn, seconds] = size === 'quick' ? [2, 5_000, 4] : [4, 20_000, 20];
  await measureThroughput(bench, 1, 5_000); // warm
  const throughput = await measureThroughput(bench, turns, perTurn);
  const latencies: RelayLatency[] = [];
  for (const perSecond of [50, 500]) {
    latencies.push(await measureLatency(bench, perSecond, seconds));
  }
  await db.$disconnect();
  return { ...throughput, latencies };
}
