/**
 * What a Kafka client must do to be used by Relais. Another one is dropped in by implementing
 * infra/kafka/port.ts and adding one line at the end.
 */
import { randomUUID } from 'node:crypto';
import type { Consumption, Handled } from '../../infra/kafka/consumer';
import { kafkajsPort } from '../../infra/kafka/port';
import type { KafkaPort } from '../../infra/kafka/port';
import type { Publisher } from '../../infra/kafka/publisher';
import type { IncomingRecord, OutgoingRecord } from '../../infra/kafka/records';
import { notificationTopic } from '../../infra/kafka/topics';
import { kafkaBrokers } from '../support/engines';
import { eventually, silentLog } from './topic-reader';

const newTopic = (): string => notificationTopic(`sg-iv-t${randomUUID().slice(0, 8)}`);
const record = (topic: string, key: string, value: string): OutgoingRecord => ({
  topic,
  key,
  headers: { ce_id: value },
  value,
});
const valueOf = ({ value }: IncomingRecord): string => value?.toString() ?? '';
const until = (holds: () => boolean): Promise<true> => eventually(() => holds() || undefined);

function conformance(name: string, makeClient: () => KafkaPort): void {
  describe(`an office that reads and writes through ${name}`, () => {
    let client: KafkaPort;
    let publisher: Publisher;
    let topic: string;
    let groupId: string;
    const running: Consumption[] = [];

    beforeEach(async () => {
      client = makeClient();
      publisher = client.makePublisher();
      topic = newTopic();
      groupId = `test-${randomUUID()}`;
      await client.ensureTopics([topic]);
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((one) => one.stop()));
      await publisher.stop();
    });

    const read = (onRecord: (one: IncomingRecord) => Promise<Handled>): Consumption => {
      const consumption = client.consume({
        groupId,
        listTopics: async () => [topic],
        onRecord,
        onFatal: (error) => {
          throw error;
        },
        log: silentLog,
      });
      running.push(consumption);
      return consumption;
    };
    const collect = () => {
      const heard: IncomingRecord[] = [];
      const consumption = read(async (one) => {
        heard.push(one);
        return 'done';
      });
      return { heard, consumption };
    };
    const write = (keys: readonly string[], values: readonly string[]) =>
      publisher.publish(
        values.flatMap((value) => keys.map((key) => record(topic, key, `${key}:${value}`))),
      );
    const numbers = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, i) => String(from + i).padStart(3, '0'));
    const ofKey = (heard: readonly IncomingRecord[], key: string): string[] =>
      heard.filter((one) => one.key === key).map(valueOf);

    it('finds everything of one case in one partition, in order, byte for byte', async () => {
      const keys = Array.from({ length: 12 }, () => randomUUID());
      expect(await write(keys, numbers(0, 20))).toEqual([]);
      expect(await write(keys, ['Zürich – Genève 日本'])).toEqual([]);
      const { heard } = collect();
      await until(() => heard.length >= 12 * 21);
      for (const key of keys) {
        const mine = heard.filter((one) => one.key === key);
        expect(new Set(mine.map(({ partition }) => partition)).size).toBe(1);
        expect(mine.map(valueOf)).toEqual(
          [...numbers(0, 20), 'Zürich – Genève 日本'].map((value) => `${key}:${value}`),
        );
        expect(mine[0]?.headers).toEqual({ ce_id: `${key}:000` });
      }
      expect(new Set(heard.map(({ partition }) => partition)).size).toBeGreaterThan(1);
    });

    it('goes on after what it handled when it comes back, and sees nothing twice', async () => {
      const key = randomUUID();
      await write([key], numbers(0, 10));
      const first = collect();
      await until(() => first.heard.length === 10);
      await first.consumption.stop();
      await write([key], numbers(10, 20));
      const second = collect();
      await until(() => second.heard.length >= 10);
      expect(ofKey(second.heard, key)).toEqual(numbers(10, 20).map((n) => `${key}:${n}`));
    });

    it('gets again what it could not handle, and nothing of that case before it', async () => {
      const key = randomUUID();
      await write([key], numbers(0, 4));
      const tried: string[] = [];
      read(async (one) => {
        tried.push(valueOf(one).slice(-3));
        const third = tried.filter((value) => value === '002').length;
        return tried.at(-1) === '002' && third < 3 ? 'later' : 'done';
      });
      await until(() => tried.includes('003'));
      expect(tried).toEqual(['000', '001', '002', '002', '002', '003']);
    });

    it('keeps the order of every case while colleagues join and leave', async () => {
      const keys = Array.from({ length: 9 }, () => randomUUID());
      const heard: string[] = [];
      const atWork = new Set<string>();
      let overlaps = 0;
      const slowly = async (one: IncomingRecord): Promise<Handled> => {
        const key = one.key ?? '';
        if (atWork.has(key)) overlaps += 1;
        atWork.add(key);
        await new Promise((resolve) => setTimeout(resolve, 5));
        atWork.delete(key);
        heard.push(valueOf(one));
        return 'done';
      };
      await write(keys, numbers(0, 40));
      const first = read(slowly);
      await until(() => heard.length > 60);
      const second = read(slowly);
      await second.joined;
      await write(keys, numbers(40, 60));
      await until(() => heard.length > 300);
      await first.stop();
      await until(() => new Set(heard).size === 9 * 60);
      for (const key of keys) {
        // What comes twice does not count: order holds for what is heard the first time.
        const mine = [...new Set(heard.filter((value) => value.startsWith(key)))];
        expect(mine).toEqual(numbers(0, 60).map((n) => `${key}:${n}`));
      }
      expect(overlaps).toBe(0);
    });

    it('reads again from a time, once nobody of its group is at work', async () => {
      const keys = Array.from({ length: 6 }, () => randomUUID());
      await write(keys, numbers(0, 5));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const toMs = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await write(keys, numbers(5, 8));
      const first = collect();
      await until(() => first.heard.length === 6 * 8);
      const back = { groupId, topics: [topic], toMs };
      await expect(client.rewind(back)).rejects.toThrow(/running/);
      await first.consumption.stop();

      await client.rewind(back);
      const again = collect();
      await until(() => again.heard.length >= 6 * 3);
      expect(again.heard.map(valueOf).sort()).toEqual(
        keys.flatMap((key) => numbers(5, 8).map((n) => `${key}:${n}`)).sort(),
      );
      await again.consumption.stop();

      await client.rewind({ ...back, toMs: Date.now() + 60_000 });
      const ahead = collect();
      await ahead.consumption.joined;
      await write(keys, ['new']);
      await until(() => ahead.heard.length >= 6);
      expect(ahead.heard.map(valueOf).sort()).toEqual(keys.map((key) => `${key}:new`).sort());
    });

    it('is told what no broker will ever take, and the rest goes out', async () => {
      const key = randomUUID();
      const refused = await publisher.publish([
        record(topic, key, 'first'),
        record(topic, key, 'x'.repeat(1_200_000)),
        record('relais.inst.sg-iv/no-topic', key, 'nowhere'),
        record(topic, key, 'last'),
      ]);
      expect(refused.map(({ index }) => index)).toEqual([1, 2]);
      const { heard } = collect();
      await until(() => heard.length >= 2);
      expect(ofKey(heard, key)).toEqual(['first', 'last']);
    });

    it('learns of what cannot heal, once, instead of falling silent', async () => {
      const fatal: Error[] = [];
      const consumption = client.consume({
        groupId,
        listTopics: async () => ['relais.inst.sg-iv/no-topic'],
        onRecord: async () => 'done',
        onFatal: (error) => fatal.push(error),
        log: silentLog,
      });
      running.push(consumption);
      await until(() => fatal.length > 0);
      await consumption.stop();
      expect(fatal).toHaveLength(1);
    });

    it('finishes what is in hand when it closes, and takes nothing new', async () => {
      const key = randomUUID();
      await write([key], numbers(0, 5));
      const begun: string[] = [];
      const ended: string[] = [];
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const consumption = read(async (one) => {
        begun.push(valueOf(one));
        if (begun.length === 2) await held;
        ended.push(valueOf(one));
        return 'done';
      });
      await until(() => begun.length === 2);
      let closed = false;
      const closing = consumption.stop().then(() => {
        closed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(closed).toBe(false);
      letGo();
      await closing;
      expect(ended).toEqual([`${key}:000`, `${key}:001`]);

      const { heard } = collect();
      await until(() => heard.length >= 3);
      expect(ofKey(heard, key)).toEqual(numbers(2, 5).map((n) => `${key}:${n}`));
    });
  });
}

conformance('kafkajs', () =>
  kafkajsPort({
    brokers: kafkaBrokers(),
    clientId: `conformance-${randomUUID()}`,
    log: silentLog,
  }),
);
