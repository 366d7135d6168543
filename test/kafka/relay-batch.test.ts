import { randomUUID } from 'node:crypto';
import type { Producer } from 'kafkajs';
import { makeProducer } from '../../infra/kafka/client';
import { readNotice } from '../../infra/kafka/cloud-event';
import { makePublisher } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import { caseEventsTopic, notificationTopic } from '../../infra/kafka/topics';
import type { NoticeOutboxRow, OutboxRow } from '../../infra/prisma/outbox-store';
import { relayBatch } from '../../workers/relay/relay-batch';
import type { Outbox } from '../../workers/relay/relay-batch';
import { outboxRow, readTopics, silentLog, testKafka } from './topic-reader';
import type { TopicReader } from './topic-reader';

/** An outbox in memory with the rules of the real one. */
function memoryOutbox(rows: readonly NoticeOutboxRow[]) {
  const published = new Set<OutboxRow['id']>();
  const parked = new Map<OutboxRow['id'], string>();
  const failed: OutboxRow['id'][] = [];
  const store: Outbox = {
    claimBatch: async (limit) =>
      rows.filter(({ id }) => !published.has(id) && !parked.has(id)).slice(0, limit),
    markPublished: async (ids) => ids.forEach((id) => published.add(id)),
    park: async (id, reason) => {
      parked.set(id, reason);
    },
    noteFailure: async (ids) => {
      ids.forEach((id) => failed.push(id));
    },
  };
  return { store, published, parked };
}

const kafka = testKafka();
let reader: TopicReader | undefined;
let publisher: Publisher | undefined;

afterEach(async () => {
  await reader?.stop();
  await publisher?.stop();
});

const office = (): string => `sg-iv-t${randomUUID().slice(0, 8)}`;
const publicBaseUrl = 'http://relais.test';

const relayAll = async (outbox: Outbox, through: Publisher): Promise<void> => {
  const now = async (): Promise<string> => '2026-06-30T14:00:00.000Z';
  const parts = { outbox, publisher: through, publicBaseUrl, now, log: silentLog };
  while ((await relayBatch(parts)) > 0);
};

describe('an institution that reads its topic', () => {
  it('hears of every case in the order in which things happened', async () => {
    const to = office();
    const cases = Array.from({ length: 20 }, () => randomUUID());
    const rows = Array.from({ length: 600 }, (_, i) =>
      outboxRow(cases[i % cases.length]!, Math.floor(i / cases.length) + 1, to),
    );
    const outbox = memoryOutbox(rows);
    publisher = makePublisher({ kafka, log: silentLog });
    await relayAll(outbox.store, publisher);
    expect(outbox.published.size).toBe(600);

    reader = readTopics(kafka, [notificationTopic(to)]);
    const notices = (await reader.atLeast(600)).map(readNotice);
    for (const caseId of cases) {
      const heard = notices.filter(({ data }) => data.caseId === caseId);
      const sequence = heard.map((notice) => notice.sequence);
      expect(sequence).toEqual([...sequence].sort());
      expect(heard).toHaveLength(30);
    }
  });

  it('finds the record keyed by case, with no more in it than codes and a link', async () => {
    const to = office();
    const row = outboxRow(randomUUID(), 7, to);
    publisher = makePublisher({ kafka, log: silentLog });
    await relayAll(memoryOutbox([row]).store, publisher);

    reader = readTopics(kafka, [notificationTopic(to)]);
    const [record] = await reader.atLeast(1);
    expect(record?.key).toBe(row.caseId);
    expect(readNotice(record!)).toMatchObject({
      id: `${row.caseId}-0000000007-00`,
      subject: `${row.caseId}/R1`,
      sequence: '0000000007-00',
      data: {
        caseId: row.caseId,
        referralId: 'R1',
        canton: 'sg',
        institutionId: to,
        from: 'sg-rav',
        basis: 'AVG35a-1bis',
        href: `${publicBaseUrl}/v1/cases/${row.caseId}`,
      },
    });
  });

  it('is told of its cases although a row of another one can never be sent', async () => {
    const to = office();
    const [good, ill, huge] = [randomUUID(), randomUUID(), randomUUID()];
    const noEvent = outboxRow(ill, 1, to);
    const tooLarge = outboxRow(huge, 1, to);
    const rows = [
      outboxRow(good, 1, to),
      { ...noEvent, notice: { ...noEvent.notice, type: 'not a type' } },
      { ...tooLarge, notice: { ...tooLarge.notice, basis: 'x'.repeat(1_200_000) } },
      { ...outboxRow(randomUUID(), 1, to), topicInstitution: 'sg-iv/no-topic' },
      outboxRow(good, 2, to),
    ];
    const outbox = memoryOutbox(rows);
    publisher = makePublisher({ kafka, log: silentLog });
    await relayAll(outbox.store, publisher);

    expect([...outbox.published]).toEqual([rows[0]!.id, rows[4]!.id]);
    expect([...outbox.parked.keys()].sort()).toEqual([rows[1]!.id, rows[2]!.id, rows[3]!.id]);
    expect(outbox.parked.get(rows[2]!.id)).toContain('too_large');
    expect(outbox.parked.get(rows[3]!.id)).toContain('invalid_topic');
    reader = readTopics(kafka, [notificationTopic(to)]);
    const heard = (await reader.atLeast(2)).map(readNotice).map(({ data }) => data.caseId);
    expect(new Set(heard)).toEqual(new Set([good]));
  });

  it('gets the whole batch although the producer broke in the middle of it', async () => {
    const to = office();
    const caseId = randomUUID();
    const rows = [1, 2, 3].map((seq) => outboxRow(caseId, seq, to));
    const made: Producer[] = [];
    publisher = makePublisher({
      kafka,
      log: silentLog,
      newProducer: (client) => {
        const producer = makeProducer(client);
        made.push(producer);
        if (made.length > 2) return producer;
        // The first is acknowledged but never hears of it; the second sends nothing at all.
        const { sendBatch } = producer;
        const first = made.length === 1;
        return Object.assign(producer, {
          sendBatch: async (batch: Parameters<typeof sendBatch>[0]) => {
            if (first) await sendBatch(batch);
            throw new Error('connection lost');
          },
        });
      },
    });
    const outbox = memoryOutbox(rows);
    await relayAll(outbox.store, publisher);

    expect(made).toHaveLength(3);
    expect(outbox.published.size).toBe(3);
    reader = readTopics(kafka, [notificationTopic(to)]);
    const sequences = (await reader.atLeast(6)).map(readNotice).map(({ sequence }) => sequence);
    expect(sequences.slice(0, 3)).toEqual([...new Set(sequences)]);
  });
});

it('monitors find a copy of every notice on the internal topic', async () => {
  const caseId = randomUUID();
  const rows = [outboxRow(caseId, 1, office()), outboxRow(caseId, 2, office())];
  publisher = makePublisher({ kafka, log: silentLog });
  await relayAll(memoryOutbox(rows).store, publisher);
  reader = readTopics(kafka, [caseEventsTopic]);
  const mine = async () => {
    const all = await reader!.atLeast(2);
    return all.filter(({ key }) => key === caseId).map(readNotice);
  };
  while ((await mine()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await mine()).map(({ data }) => data.institutionId)).toEqual(
    rows.map(({ topicInstitution }) => topicInstitution),
  );
});
