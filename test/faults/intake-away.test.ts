import { randomUUID } from 'node:crypto';
import { Client as Postgres } from 'pg';
import pino from 'pino';
import { identityClock } from '../../domain/deadlines/clock';
import { commandRecord } from '../../infra/kafka/cloud-event';
import { makeKafka } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';
import { makePublisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { inboxTopic, rejectedTopic } from '../../infra/kafka/topics';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { connectTemporal } from '../../infra/temporal/client';
import type { TemporalClient } from '../../infra/temporal/client';
import { isEngineThere } from '../../infra/temporal/engine-there';
import type { CaseId, CommandBody } from '../../schemas/index';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { derivedId, makeSubmit } from '../../workers/submit';
import { taskQueue } from '../../workflows/contract';
import { officer } from '../support/builders';
import { closeInTheEnd } from '../workflows/opened';
import { openRooms } from '../workflows/real-rooms';
import type { Rooms } from '../workflows/real-rooms';
import { registration } from '../workflows/stories';
import { eventually } from '../workflows/world';
import { inspect } from './checker';
import { namespace, openKafka, openTemporal } from './own-engines';
import type { OwnTemporal } from './own-engines';
import { startOwnProcess, startWorkerProcess } from './worker-process';
import type { WorkerProcess } from './worker-process';

/** Several outages, of which every one is noticed by a timeout. */
const patienceMs = 300_000;
const office = 'sg-iv';
const howMany = 4;

/** How an office works on a referral over its inbox topic, in this order and no other. */
const answers: readonly CommandBody[] = [
  { kind: 'acknowledgeReferral', referralId: 'R1' },
  { kind: 'acceptReferral', referralId: 'R1', claimsLead: false },
  { kind: 'startReferral', referralId: 'R1' },
  { kind: 'reportProgress', referralId: 'R1' },
];

const silentLog = pino({ level: 'silent' });
const opened = closeInTheEnd();
let rooms: Rooms;
let temporal: OwnTemporal;
let own: TemporalClient;
let kafka: KafkaClient;
let publisher: ReturnType<typeof makePublisher>;
let env: Record<string, string>;
let intake: WorkerProcess;

const startWorker = async (): Promise<WorkerProcess> => {
  const worker = await startWorkerProcess(env);
  return opened({ ...worker, close: () => worker.kill() });
};

beforeAll(async () => {
  rooms = opened(await openRooms());
  temporal = opened(await openTemporal());
  const broker = opened(await openKafka());
  own = opened(
    connectTemporal({ temporalAddress: temporal.address, temporalNamespace: namespace }),
  );
  kafka = makeKafka({ brokers: [broker.brokers], clientId: 'office', log: silentLog });
  publisher = makePublisher({ kafka, log: silentLog });
  opened({ close: () => publisher.stop() });
  const entry = demoInstitutions.find(({ id }) => id === office)!;
  await makeDirectoryStore(rooms.db).upsertInstitution(entry);
  env = {
    RELAIS_PROFILE: 'test',
    RELAIS_LOG_LEVEL: 'info',
    DATABASE_URL: rooms.databaseUrl,
    RELAIS_MASTER_KEY_FILE: rooms.masterKeyFile,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: namespace,
    KAFKA_BROKERS: broker.brokers,
  };
  intake = await startOwnProcess('intake.main.ts', env);
  opened({ close: () => intake.kill() });
}, 120_000);

/** A case with a referral that the office has not answered yet. */
const referred = async (): Promise<CaseId> => {
  const caseId = randomUUID();
  await rooms.keepDossier(caseId);
  const clockStore = { getClock: async () => identityClock };
  const submit = makeSubmit({ client: own.client, clockStore, timeoutMs: 30_000 });
  const referrals = [{ to: office, purpose: 'work_capacity_assessment' } as const];
  const steps: [string, CommandBody][] = [
    ['sg-rav', registration('sg')],
    ['sg-coo', { kind: 'acknowledgeRegistration' }],
    ['sg-rav', { kind: 'confirmVerdict', referrals }],
  ];
  for (const [by, body] of steps)
    await submit({ commandId: randomUUID(), caseId, actor: officer(by), body });
  return caseId;
};

const eventId = (caseId: CaseId, index: number): string => `${caseId}-${index}`;

/** All in one partition, so that a case that held it up would hold up the others. */
const answer = (caseId: CaseId, index: number): OutgoingRecord => ({
  ...commandRecord(inboxTopic(office), {
    id: eventId(caseId, index),
    source: `/offices/${office}`,
    subject: caseId,
    time: new Date().toISOString(),
    data: answers[index]!,
  }),
  key: 'one',
});

/** Of every case the answers with these numbers, one case after the other for each. */
const publish = async (cases: readonly CaseId[], ...indices: number[]): Promise<void> => {
  await publisher.publish(indices.flatMap((index) => cases.map((caseId) => answer(caseId, index))));
};

const countOf = (text: string): number => intake.output().split(text).length - 1;
const away = 'the case engine is away';
const saysAwayAgain = async (): Promise<void> => {
  const before = countOf(away);
  await eventually(async () => (countOf(away) > before ? true : undefined));
};

const asideOf = async (caseId: CaseId): Promise<number> =>
  rooms.db.inboxAsideRecord.count({ where: { caseId } });

/** Which of the answers a case has carried out, in the order in which it did. */
const carriedOut = async (caseId: CaseId): Promise<number[]> => {
  const { causes } = await inspect(rooms.db, caseId);
  const ids = answers.map((_, index) => derivedId(office, eventId(caseId, index)));
  return causes.flatMap((cause) => (ids.includes(cause) ? [ids.indexOf(cause)] : []));
};

const all = answers.map((_, index) => index);
const done = async (caseId: CaseId): Promise<true | undefined> =>
  (await carriedOut(caseId)).length === all.length && (await asideOf(caseId)) === 0
    ? true
    : undefined;

/** How many records the office was told of that they were refused. */
const refusals = async (): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(rejectedTopic(office));
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  } finally {
    await admin.disconnect();
  }
};

/** Every record of the cases was taken once, in order, and nobody was refused. */
const expectAllTaken = async (cases: readonly CaseId[]): Promise<void> => {
  for (const caseId of cases) {
    expect(await carriedOut(caseId)).toEqual(all);
    const found = await inspect(rooms.db, caseId);
    expect(found.retold).toEqual(found.state);
    expect(found.notices).toEqual(found.owed);
    const outcomes = await rooms.db.inboxRecord.findMany({
      where: { institutionId: office, eventId: { startsWith: caseId } },
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'taken'));
  }
  expect(await refusals()).toBe(0);
};

test(
  'an office that writes while nobody works on cases, or Temporal is away, is heard once and in order',
  async () => {
    expect(await isEngineThere(own.client, taskQueue)).toBe(false);
    const first = await startWorker();
    await eventually(async () => ((await isEngineThere(own.client, taskQueue)) ? true : undefined));
    const cases: CaseId[] = [];
    while (cases.length < howMany) cases.push(await referred());

    // A worker that has just died still looks alive: what is asked then waits aside.
    await first.kill();
    await publish(cases, 0);
    await eventually(async () => ((await asideOf(cases[0]!)) > 0 ? true : undefined));

    await temporal.stop();
    expect(await isEngineThere(own.client, taskQueue)).toBe(false);
    await publish(cases, 1);
    await saysAwayAgain();

    // It is back, and knows of no worker.
    await temporal.start();
    await eventually(async () => {
      const up = await own.ping(1_000).then(
        () => true,
        () => false,
      );
      return up ? true : undefined;
    });
    expect(await isEngineThere(own.client, taskQueue)).toBe(false);
    await publish(cases, 2);
    await saysAwayAgain();
    for (const caseId of cases) expect(await carriedOut(caseId)).toEqual([]);
    expect(await refusals()).toBe(0);

    await startWorker();
    await publish(cases, 3, 0);
    for (const caseId of cases) await eventually(() => done(caseId));
    await expectAllTaken(cases);
  },
  patienceMs,
);

test(
  'a case that nobody can write to holds up no other, and takes what waited when it is free again',
  async () => {
    await startWorker();
    const [stuck, ...others] = [await referred(), await referred(), await referred()] as const;
    const holder = new Postgres({ connectionString: rooms.databaseUrl });
    await holder.connect();
    try {
      await holder.query('SET ROLE relais_engine');
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM cases WHERE id = $1 FOR NO KEY UPDATE', [stuck]);
      await publish([stuck, ...others], 0, 1, 2, 3);
      for (const caseId of others) await eventually(() => done(caseId));
      expect(await carriedOut(stuck)).toEqual([]);
      expect(await asideOf(stuck)).toBe(answers.length);
      await holder.query('ROLLBACK');
    } finally {
      await holder.end();
    }
    await eventually(() => done(stuck));
    await expectAllTaken([stuck, ...others]);
  },
  patienceMs,
);
