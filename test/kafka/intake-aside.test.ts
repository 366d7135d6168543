import { randomUUID } from 'node:crypto';
import { fromRecord, commandRecord } from '../../infra/kafka/cloud-event';
import { consume } from '../../infra/kafka/consumer';
import { makePublisher } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { ensureTopics, inboxTopic, rejectedTopic } from '../../infra/kafka/topics';
import { makeAsideStore } from '../../infra/prisma/aside-store';
import { makeInboxStore } from '../../infra/prisma/inbox-store';
import { refused } from '../../infra/temporal/refusals';
import type { Command } from '../../schemas/index';
import { makeTakeRecord } from '../../workers/intake/take-record';
import { makeTellSender } from '../../workers/intake/tell-sender';
import { asideRound } from '../../workers/intake/work-aside';
import { openStoreFile } from '../stores/store-file';
import type { StoreFile } from '../stores/store-file';
import { eventually, readTopics, silentLog, testKafka } from './topic-reader';

const kafka = testKafka();
const stops: (() => Promise<void>)[] = [];
let file: StoreFile;
let publisher: Publisher;
let office: string;

beforeAll(async () => {
  file = await openStoreFile();
});
afterAll(() => file.close());

beforeEach(async () => {
  office = `zh-iv-t${randomUUID().slice(0, 8)}`;
  publisher = makePublisher({ kafka, log: silentLog });
  stops.push(() => publisher.stop());
  await ensureTopics(kafka, [office]);
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await file.engine.$executeRaw`DELETE FROM inbox_aside`;
});

/** An engine of which single cases, or everything, can be out of order. */
function startIntake(patienceMs?: number) {
  const engine = { isThere: true, broken: new Set<string>() };
  const taken: Command[] = [];
  const tellSender = makeTellSender({ publisher, languageOf: async () => 'it', log: silentLog });
  const parts = {
    submit: async (command: Command) => {
      if (!engine.isThere || engine.broken.has(command.caseId)) throw refused('engine_unavailable');
      taken.push(command);
      return { commandId: command.commandId, version: 1, status: 'admitted' as const };
    },
    check: async () => undefined,
    isEngineThere: async () => engine.isThere,
    aside: makeAsideStore(file.engine),
    tellSender,
    log: silentLog,
    firstPauseMs: 10,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  };
  const consumption = consume({
    kafka,
    groupId: `intake-${office}`,
    listTopics: async () => [inboxTopic(office)],
    onRecord: makeTakeRecord({ ...parts, inbox: makeInboxStore(file.engine) }),
    onFatal: (error) => {
      throw error;
    },
    log: silentLog,
  });
  stops.push(() => consumption.stop());
  return { engine, taken, round: () => asideRound(parts) };
}

const question = (caseId: string, referralId: string): OutgoingRecord => ({
  ...commandRecord(inboxTopic(office), {
    id: `${caseId}-${referralId}`,
    source: `/offices/${office}`,
    subject: caseId,
    time: '2026-02-02T08:00:00.000Z',
    data: { kind: 'acknowledgeReferral', referralId },
  }),
  // All in one partition, so that a case that blocks it blocks the others.
  key: 'one',
});

const saidOf = (taken: readonly Command[], caseId: string) =>
  taken
    .filter((one) => one.caseId === caseId)
    .map(({ body }) => ('referralId' in body ? body.referralId : ''));

const waitingCount = async (): Promise<number> => file.engine.inboxAsideRecord.count();

async function untilWaiting(count: number): Promise<void> {
  while ((await waitingCount()) !== count) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('an office that writes to a case which can not be worked on', () => {
  it('reaches its other cases at once, and the bad one in order when it is mended', async () => {
    const { engine, taken, round } = startIntake();
    const [bad, good] = [randomUUID(), randomUUID()];
    engine.broken.add(bad);
    await publisher.publish([
      question(bad, 'R1'),
      question(good, 'R1'),
      question(bad, 'R2'),
      question(bad, 'R3'),
      question(good, 'R2'),
    ]);
    await eventually(() => (taken.length === 2 ? taken : undefined));
    expect(saidOf(taken, good)).toEqual(['R1', 'R2']);
    await untilWaiting(3);
    await round();
    expect(await waitingCount()).toBe(3);
    engine.broken.clear();
    await publisher.publish([question(bad, 'R4'), question(bad, 'R4')]);
    await untilWaiting(4);
    while ((await waitingCount()) > 0) await round();
    expect(saidOf(taken, bad)).toEqual(['R1', 'R2', 'R3', 'R4']);
    await publisher.publish([question(bad, 'R2'), question(bad, 'R5')]);
    await eventually(() => (taken.length === 7 ? taken : undefined));
    expect(saidOf(taken, bad)).toEqual(['R1', 'R2', 'R3', 'R4', 'R5']);
  });

  it('is told on its rejected topic when the case stays out of order', async () => {
    const { engine, taken, round } = startIntake(0);
    const bad = randomUUID();
    engine.broken.add(bad);
    await publisher.publish([question(bad, 'R1')]);
    await untilWaiting(1);
    while ((await waitingCount()) > 0) await round();
    const reader = readTopics(kafka, [rejectedTopic(office)]);
    stops.push(() => reader.stop());
    const [told] = (await reader.atLeast(1)).map((record) => fromRecord(record));
    expect(told).toMatchObject({
      subject: bad,
      data: {
        code: 'engine_unavailable',
        rejected: { id: `${bad}-R1`, topic: inboxTopic(office) },
      },
    });
    expect(taken).toEqual([]);
  });

  it('is not refused however long the whole engine is away, and nothing is doubled', async () => {
    const { engine, taken, round } = startIntake(0);
    const [first, second] = [randomUUID(), randomUUID()];
    engine.broken.add(first);
    await publisher.publish([question(first, 'R1')]);
    await untilWaiting(1);
    engine.isThere = false;
    await publisher.publish([
      question(second, 'R1'),
      question(first, 'R2'),
      question(second, 'R2'),
    ]);
    await file.engine.$executeRaw`UPDATE inbox_aside SET tries = 99, due_at = clock_timestamp()`;
    expect(await round()).toBe(1);
    expect(await waitingCount()).toBe(1);
    engine.broken.clear();
    engine.isThere = true;
    await file.engine.$executeRaw`UPDATE inbox_aside SET due_at = clock_timestamp()`;
    const working = (async () => {
      while (taken.length < 4) {
        await round();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    await working;
    expect(saidOf(taken, first)).toEqual(['R1', 'R2']);
    expect(saidOf(taken, second)).toEqual(['R1', 'R2']);
  });
});
