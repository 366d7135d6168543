import { randomUUID } from 'node:crypto';
import type { CaseState } from '../../domain/case/state';
import { makeProducer } from '../../infra/kafka/client';
import { readNotice } from '../../infra/kafka/cloud-event';
import { makePublisher, NotTaken } from '../../infra/kafka/publisher';
import type { Publisher, PublisherParts } from '../../infra/kafka/publisher';
import { notificationTopic } from '../../infra/kafka/topics';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { relayBatch } from '../../workers/relay/relay-batch';
import type { RelayParts } from '../../workers/relay/relay-batch';
import { openStoreFile } from '../stores/store-file';
import type { StoreFile } from '../stores/store-file';
import { after, newCase, notice, referral, stepTo } from '../stores/steps';
import { readTopics, silentLog, testKafka } from './topic-reader';
import type { TopicReader } from './topic-reader';

const kafka = testKafka();
let file: StoreFile;
let publisher: Publisher;
let reader: TopicReader | undefined;

beforeEach(async () => {
  file = await openStoreFile();
  publisher = makePublisher({ kafka, log: silentLog });
});
afterEach(async () => {
  await reader?.stop();
  await publisher.stop();
  await file.close();
});

const office = (): string => `sg-iv-t${randomUUID().slice(0, 8)}`;
const publicBaseUrl = 'http://relais.test';

const relayThrough = (more: Partial<RelayParts> = {}): RelayParts => ({
  outbox: makeOutboxStore(file.engine),
  publisher,
  publicBaseUrl,
  now: async () => '2026-06-30T14:00:00.000Z',
  log: silentLog,
  ...more,
});

/** A broker that never says a word about one topic, whatever comes with it. */
const deafFor =
  (topic: string): NonNullable<PublisherParts['newProducer']> =>
  (client) => {
    const producer = makeProducer(client);
    const { sendBatch } = producer;
    return Object.assign(producer, {
      sendBatch: async (batch: Parameters<typeof sendBatch>[0]) => {
        if (batch.topicMessages?.some((one) => one.topic === topic)) throw new Error('no answer');
        return sendBatch(batch);
      },
    });
  };

const parkedRows = async (): Promise<(string | null)[]> => {
  const rows = await file.engine.outboxRecord.findMany({ where: { parkedAt: { not: null } } });
  return rows.map(({ parkReason }) => parkReason);
};

describe('a notice that the broker does not take although it answers', () => {
  it('holds up its own case only, and in the end is put aside with a reason', async () => {
    const [deaf, good] = [office(), office()];
    const through = makePublisher({
      kafka,
      log: silentLog,
      newProducer: deafFor(notificationTopic(deaf)),
    });
    const store = makeCaseStore(file.engine);
    const [ill, well] = [newCase(), newCase()];
    await store.record(stepTo(ill, { notices: [notice(deaf, 1)] }));
    await store.record(stepTo(well, { notices: [notice(good, 1)] }));
    await store.record(stepTo(after(ill), { notices: [notice(good, 2)] }));

    const parts = relayThrough({ publisher: through, patienceMs: 1_000, restsMs: [200, 200] });
    await expect(relayBatch(parts)).rejects.toBeInstanceOf(NotTaken);
    reader = readTopics(kafka, [notificationTopic(good)]);
    await relayBatch(parts);
    const [first] = await reader.atLeast(1);
    expect(readNotice(first!).data.caseId).toBe(well.id);
    // Nothing of the ill case has overtaken the notice that is not taken.
    expect(await parkedRows()).toEqual([]);
    expect((await parts.outbox.claimBatch(10)).length).toBe(0);

    while ((await parkedRows()).length === 0) await relayBatch(parts);
    await relayBatch(parts);
    expect(await parkedRows()).toEqual([expect.stringContaining('not taken after 4 tries')]);
    const heard = (await reader.atLeast(2)).map(readNotice);
    expect(heard.map(({ data, sequence }) => [data.caseId, sequence])).toEqual([
      [well.id, '0000000001-00'],
      [ill.id, '0000000002-00'],
    ]);
    await through.stop();
  }, 90_000);

  it('is tried from the beginning when somebody has mended the cause', async () => {
    const outbox = makeOutboxStore(file.engine);
    await makeCaseStore(file.engine).record(stepTo(newCase()));
    const [row] = await outbox.claimBatch(1);
    await outbox.noteFailure([row!.id], 60_000);
    await outbox.park(row!.id, 'not taken');
    await outbox.unpark(row!.id);
    expect(await outbox.claimBatch(1)).toMatchObject([{ id: row!.id, attempts: 0 }]);
  });
});

it('a consent that was withdrawn while the broker was away keeps the referral at home', async () => {
  const to = office();
  const consent = { status: 'given' as const, recipients: ['iv'], fieldGroups: ['identity'] };
  const state = newCase({
    referrals: [referral(to)],
    circumstances: { consent },
  } as Partial<CaseState>);
  const sent = { ...notice(to, 1), referralId: 'R1', type: 'ch.relais.referral.sent.v1' };
  const store = makeCaseStore(file.engine);
  await store.record(stepTo(state, { notices: [sent] }));
  const away = makePublisher({
    kafka: testKafka(),
    log: silentLog,
    newProducer: () => {
      throw new Error('no route to the broker');
    },
  });
  const parts = relayThrough();
  const out = { ...parts, publisher: away, patienceMs: 300 };
  await expect(relayBatch(out)).rejects.toBeInstanceOf(NotTaken);
  await away.stop();

  const withdrawn = after(state, {
    consentSuspended: true,
    circumstances: { consent: { ...consent, status: 'withdrawn' } },
  } as Partial<CaseState>);
  await store.record(stepTo(withdrawn, { notices: [] }));
  while ((await parts.outbox.claimBatch(10)).length > 0) await relayBatch(parts);
  expect(await parkedRows()).toEqual([expect.stringContaining('held back')]);
});

it('monitors hear of what nobody had to be told of, with the trace of the request behind it', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const state = newCase();
  await makeCaseStore(file.engine).record(stepTo(state, { notices: [], traceparent }));
  const parts = relayThrough();
  const [row] = await parts.outbox.claimBatch(10);
  expect(row).toMatchObject({
    topicInstitution: null,
    traceparent,
    notice: { event: 'registrationAcknowledged' },
  });
  await relayBatch(parts);
  reader = readTopics(kafka, ['relais.case-events']);
  const mine = () => reader!.records.filter(({ key }) => key === state.id);
  while (mine().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const [record] = mine();
  expect(record?.headers).toMatchObject({
    ce_type: 'ch.relais.case.recorded.v1',
    ce_sequence: '0000000001-00',
    ce_traceparent: traceparent,
  });
  expect(JSON.parse(record!.value!.toString())).toEqual({
    caseId: state.id,
    canton: 'sg',
    event: 'registrationAcknowledged',
    href: `${publicBaseUrl}/v1/cases/${state.id}`,
  });
});
