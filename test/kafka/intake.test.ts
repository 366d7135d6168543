import { randomUUID } from 'node:crypto';
import { commandRecord, fromRecord } from '../../infra/kafka/cloud-event';
import { consume } from '../../infra/kafka/consumer';
import type { Consumption } from '../../infra/kafka/consumer';
import { makePublisher } from '../../infra/kafka/publisher';
import type { Publisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { ensureTopics, inboxTopic, rejectedTopic } from '../../infra/kafka/topics';
import { refused } from '../../infra/temporal/refusals';
import type { Command, CommandBody } from '../../schemas/index';
import { makeTakeRecord } from '../../workers/intake/take-record';
import { makeTellSender } from '../../workers/intake/tell-sender';
import { eventually, readTopics, silentLog, testKafka } from './topic-reader';

interface Rejection {
  readonly type: string;
  readonly data: { readonly code: string; readonly rejected: { readonly id: string } };
}

const kafka = testKafka();
const stops: (() => Promise<void>)[] = [];
let publisher: Publisher;
let office: string;

beforeEach(async () => {
  office = `zh-iv-t${randomUUID().slice(0, 8)}`;
  publisher = makePublisher({ kafka, log: silentLog });
  stops.push(() => publisher.stop());
  await ensureTopics(kafka, [office]);
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A case engine that takes everything, unless it is told otherwise. */
function startIntake(answer: (command: Command, attempt: number) => void = () => undefined) {
  const taken: Command[] = [];
  const attempts = new Map<string, number>();
  const remembered = new Set<string>();
  const start = (): Consumption =>
    consume({
      kafka,
      groupId: `intake-${office}`,
      listTopics: async () => [inboxTopic(office)],
      concurrency: 3,
      onRecord: makeTakeRecord({
        submit: async (command) => {
          const attempt = (attempts.get(command.commandId) ?? 0) + 1;
          attempts.set(command.commandId, attempt);
          answer(command, attempt);
          taken.push(command);
          return { commandId: command.commandId, version: 1, status: 'admitted' };
        },
        inbox: {
          seen: async (institutionId, eventId) => remembered.has(`${institutionId} ${eventId}`),
          remember: async (institutionId, eventId) => {
            remembered.add(`${institutionId} ${eventId}`);
          },
        },
        check: async () => undefined,
        isEngineThere: async () => false,
        aside: {
          isWaiting: async () => false,
          putAside: () =>
            Promise.reject(new Error('nothing is put aside while the engine is away')),
        },
        tellSender: makeTellSender({ publisher, languageOf: async () => 'fr', log: silentLog }),
        log: silentLog,
      }),
      onFatal: (error) => {
        throw error;
      },
      log: silentLog,
    });
  const consumption = start();
  stops.push(() => consumption.stop());
  return { taken, remembered };
}

const acknowledge: CommandBody = { kind: 'acknowledgeReferral', referralId: 'R1' };

const command = (
  caseId: string,
  id: string = randomUUID(),
  data: CommandBody = acknowledge,
): OutgoingRecord =>
  commandRecord(inboxTopic(office), {
    id,
    source: `/offices/${office}`,
    subject: caseId,
    time: '2026-02-02T08:00:00.000Z',
    data,
  });

const plain = (value: string): OutgoingRecord => ({
  topic: inboxTopic(office),
  key: 'k',
  headers: {},
  value,
});

async function rejections(count: number) {
  const reader = readTopics(kafka, [rejectedTopic(office)]);
  stops.push(() => reader.stop());
  return (await reader.atLeast(count)).map((record) => fromRecord(record) as Rejection);
}

describe('an office that answers through its inbox topic', () => {
  it('speaks for itself and for nobody else, as its contact', async () => {
    const { taken } = startIntake();
    const caseId = randomUUID();
    await publisher.publish([command(caseId)]);
    const got = await eventually(() => taken[0]);
    expect(got).toMatchObject({
      caseId,
      body: acknowledge,
      actor: { userId: `kafka:${office}`, institutionId: office, role: 'contact' },
    });
  });

  it('finds its own trace again in what its answer causes, and is heard when it sends none', async () => {
    const { taken } = startIntake();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const traced = command(randomUUID());
    const odd = command(randomUUID());
    await publisher.publish([
      { ...traced, headers: { ...traced.headers, ce_traceparent: traceparent } },
      { ...odd, headers: { ...odd.headers, ce_traceparent: 'yesterday' } },
    ]);
    await eventually(() => taken[1]);
    const traces = new Map(taken.map((one) => [one.caseId, one.traceparent]));
    expect([traces.get(traced.key), traces.get(odd.key)]).toEqual([traceparent, undefined]);
  });

  it('has one effect when it sends the same event twice', async () => {
    const { taken } = startIntake();
    const [caseId, id] = [randomUUID(), randomUUID()];
    await publisher.publish([command(caseId, id), command(caseId, id), command(caseId, 'last')]);
    await eventually(
      () => taken.find(({ body }) => body.kind === 'acknowledgeReferral') && taken[1],
    );
    expect(taken).toHaveLength(2);
    expect(new Set(taken.map(({ commandId }) => commandId)).size).toBe(2);
  });

  it('is told what was wrong with a message that is no CloudEvent, and is heard afterwards', async () => {
    const { taken } = startIntake();
    const caseId = randomUUID();
    await publisher.publish([
      { ...plain('hello'), key: caseId },
      {
        ...plain('{"broken": '),
        key: caseId,
        headers: { 'content-type': 'application/cloudevents+json' },
      },
      command(caseId),
    ]);
    await eventually(() => taken[0]);
    const told = await rejections(2);
    for (const problem of told) {
      expect(problem.type).toBe('ch.relais.command.rejected.v1');
      expect(problem.data).toMatchObject({
        type: 'urn:relais:problem:malformed',
        status: 400,
        code: 'malformed',
        title: expect.stringMatching(/./),
        rejected: { topic: inboxTopic(office) },
      });
      expect(JSON.stringify(problem)).not.toContain('hello');
    }
  });

  it('is told the id and the code when the case refuses, and when only the API takes it', async () => {
    startIntake(() => {
      throw refused('unknown_referral', { referralId: 'R9' });
    });
    const [refusedId, dossierRef] = [randomUUID(), randomUUID()];
    const supply: CommandBody = { kind: 'supplyInformation', dossierRef, fields: ['x'] };
    await publisher.publish([
      command(randomUUID(), refusedId),
      command(randomUUID(), 'over-kafka', supply),
      command(randomUUID(), 'of-tomorrow', { kind: 'teleport' } as unknown as CommandBody),
    ]);
    const told = await rejections(3);
    const codes = new Map(told.map(({ data }) => [data.rejected.id, data.code]));
    expect(codes).toEqual(
      new Map([
        [refusedId, 'unknown_referral'],
        ['over-kafka', 'invalid_command'],
        ['of-tomorrow', 'malformed'],
      ]),
    );
  });

  it('loses nothing while the case engine is away, and other cases go on', async () => {
    const waiting = randomUUID();
    const { taken } = startIntake(({ caseId }, attempt) => {
      if (caseId === waiting && attempt < 4) throw refused('engine_unavailable');
    });
    const others = Array.from({ length: 12 }, () => randomUUID());
    await publisher.publish([waiting, ...others].map((caseId) => command(caseId)));
    const all = await eventually(() => (taken.length === 13 ? taken : undefined));
    const order = all.map(({ caseId }) => caseId);
    expect(new Set(order)).toEqual(new Set([waiting, ...others]));
    expect(order.indexOf(waiting)).toBeGreaterThan(0);
  });
});
