/** Who may read which topic, asked of a real broker with StandardAuthorizer, SCRAM-SHA-512 and TLS. */
import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes } from 'kafkajs';
import { ConfigResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { planAccess } from '../../infra/kafka/access-plan';
import { AccessRefused } from '../../infra/kafka/access-refused';
import { makeKafka } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';
import { noticeEvent, toRecord } from '../../infra/kafka/cloud-event';
import {
  answers,
  kafkajsPort,
  memoryInProcess,
  startOffice,
} from '../../infra/kafka/consumer-kit/index';
import { caseEventsTopic, groupPrefix, inboxTopic, intakeGroup } from '../../infra/kafka/topics';
import { notificationTopic, rejectedTopic } from '../../infra/kafka/topics';
import { readCommand } from '../../workers/intake/read-command';
import { admin } from '../support/secured-broker';
import { engine, openSecuredBench, recordFor, refusalOf, valuesOf } from './secured-bench';
import type { SecuredBench } from './secured-bench';
import { eventually, outboxRow, silentLog } from './topic-reader';

const own = 'sg-iv';
/** The last one begins like ours: a right on a prefix without its dot would open it. */
const others = ['sg-rav', 'zh-sh-winterthur', 'sg-iv-wil'] as const;

let bench: SecuredBench;
let office: KafkaClient;
let officeAdmin: Admin;

const until = (holds: () => boolean): Promise<true> => eventually(() => holds() || undefined);

beforeAll(async () => {
  bench = await openSecuredBench([own, ...others]);
  office = makeKafka(bench.broker.as(own), { retries: 3 });
  officeAdmin = office.admin();
  await officeAdmin.connect();
});
afterEach(() => bench.endTest());
afterAll(async () => {
  await officeAdmin.disconnect();
  await bench.broker.close();
});

const foreignTopics = [
  ...others.flatMap((id) => [notificationTopic(id), inboxTopic(id), rejectedTopic(id)]),
  caseEventsTopic,
];

describe('an institution under its own name', () => {
  it('hears its notices and its rejections, and what it writes to its inbox comes to the intake', async () => {
    const mark = randomUUID();
    const group = `${groupPrefix(own)}${mark}`;
    const at = bench.read(own, group, [notificationTopic(own), rejectedTopic(own)]);
    await bench
      .publisherAs(engine)
      .publish([
        recordFor(notificationTopic(own), `notice ${mark}`),
        recordFor(rejectedTopic(own), `rejection ${mark}`),
      ]);
    await until(() => at.heard.length >= 2);
    expect(valuesOf(at.heard).sort()).toEqual([`notice ${mark}`, `rejection ${mark}`]);

    expect(
      await bench.publisherAs(own).publish([recordFor(inboxTopic(own), `answer ${mark}`)]),
    ).toEqual([]);
    const intake = bench.read(engine, intakeGroup, [own, ...others].map(inboxTopic));
    await until(() => valuesOf(intake.heard).includes(`answer ${mark}`));
    expect([...at.fatal, ...intake.fatal]).toEqual([]);
  });

  it('sees in the list of topics only its own three', async () => {
    expect((await officeAdmin.listTopics()).sort()).toEqual(
      [inboxTopic(own), notificationTopic(own), rejectedTopic(own)].sort(),
    );
  });

  it.each([...foreignTopics, inboxTopic(own)])('may not read %s', async (topic) => {
    const { heard, fatal } = bench.read(own, `${groupPrefix(own)}${randomUUID()}`, [topic]);
    await until(() => fatal.length > 0);
    expect(fatal[0]).toBeInstanceOf(AccessRefused);
    expect(fatal[0]?.message).toContain('TOPIC_AUTHORIZATION_FAILED');
    expect(heard).toEqual([]);
  });

  it.each([...foreignTopics, notificationTopic(own), rejectedTopic(own)])(
    'may not write to %s',
    async (topic) => {
      expect(await refusalOf(bench.write(own, topic))).toBe('TOPIC_AUTHORIZATION_FAILED');
    },
  );

  it.each([
    ...others.map((id) => `${groupPrefix(id)}office`),
    intakeGroup,
    'office',
    'relais.inst',
  ])(
    'may not read its own topics as group %s, and is told so instead of waiting for it',
    async (groupId) => {
      const { heard, fatal } = bench.read(own, groupId, [notificationTopic(own)]);
      await until(() => fatal.length > 0);
      expect(fatal[0]?.message).toContain('may not read with this group');
      expect(fatal[0]?.message).toContain(`GROUP_AUTHORIZATION_FAILED, group ${groupId}`);
      expect(heard).toEqual([]);
    },
  );

  const topicRefused = 'TOPIC_AUTHORIZATION_FAILED';
  const clusterRefused = 'CLUSTER_AUTHORIZATION_FAILED';
  const attempts: [string, () => Promise<unknown>, string][] = [
    [
      'create a topic',
      () => officeAdmin.createTopics({ topics: [{ topic: 'relais.inst.sg-iv.more' }] }),
      topicRefused,
    ],
    [
      'delete its topic',
      () => officeAdmin.deleteTopics({ topics: [inboxTopic(own)] }),
      topicRefused,
    ],
    [
      'delete the topic of another',
      () => officeAdmin.deleteTopics({ topics: [inboxTopic('sg-rav')] }),
      topicRefused,
    ],
    [
      'change its partitions',
      () =>
        officeAdmin.createPartitions({ topicPartitions: [{ topic: inboxTopic(own), count: 9 }] }),
      topicRefused,
    ],
    [
      'shorten what is kept',
      () =>
        officeAdmin.alterConfigs({
          validateOnly: false,
          resources: [
            {
              type: ConfigResourceTypes.TOPIC,
              name: rejectedTopic(own),
              configEntries: [{ name: 'retention.ms', value: '1' }],
            },
          ],
        }),
      topicRefused,
    ],
    [
      'give itself a right',
      () =>
        officeAdmin.createAcls({
          acl: [
            {
              resourceType: AclResourceTypes.TOPIC,
              resourceName: caseEventsTopic,
              resourcePatternType: ResourcePatternTypes.LITERAL,
              principal: `User:${own}`,
              host: '*',
              operation: AclOperationTypes.READ,
              permissionType: AclPermissionTypes.ALLOW,
            },
          ],
        }),
      clusterRefused,
    ],
    ['look who has which right', () => planAccess(office, []), clusterRefused],
  ];
  it.each(attempts)('may not %s', async (_what, attempt, refusal) => {
    expect(await refusalOf(attempt())).toBe(refusal);
  });

  it('is ended when its right is taken away while it reads', async () => {
    const name = 'zh-sh-winterthur';
    const { heard, fatal } = bench.read(name, `${groupPrefix(name)}office`, [
      notificationTopic(name),
    ]);
    await bench
      .publisherAs(engine)
      .publish([recordFor(notificationTopic(name), 'the last notice')]);
    await until(() => heard.length > 0);
    const asAdmin = makeKafka(bench.broker.as(admin)).admin();
    await asAdmin.connect();
    bench.stops.push(() => asAdmin.disconnect());
    await asAdmin.deleteAcls({
      filters: [
        {
          resourceType: AclResourceTypes.TOPIC,
          resourceName: notificationTopic(name),
          resourcePatternType: ResourcePatternTypes.LITERAL,
          principal: `User:${name}`,
          operation: AclOperationTypes.ANY,
          permissionType: AclPermissionTypes.ANY,
        },
      ],
    });
    await until(() => fatal.length > 0);
    expect(fatal[0]?.message).toContain('TOPIC_AUTHORIZATION_FAILED');
  });

  it('works with the consumer kit: reads again from a day, and answers through its inbox', async () => {
    const caseId = randomUUID();
    const row = outboxRow(caseId, 1, own);
    const notice = { ...row.notice, referralTo: own };
    const event = noticeEvent({ ...row, before: null, notice }, 'http://relais.test');
    await bench.publisherAs(engine).publish([toRecord(notificationTopic(own), event)]);
    const at = await startOffice({
      institutionId: own,
      kafka: kafkajsPort(bench.broker.as(own)),
      memory: memoryInProcess(),
      from: '2026-01-01',
      handlers: {
        'ch.relais.referral.sent.v1': async ({ data }, { answer }) => {
          await answer(answers.accept(data.referralId));
        },
      },
      onGap: async () => undefined,
      onParked: async () => undefined,
      log: silentLog,
    });
    bench.stops.push(() => at.stop());
    const intake = bench.read(engine, intakeGroup, [inboxTopic(own)]);
    const answered = await eventually(() => {
      const readings = intake.heard.map((one) => readCommand(one, own));
      return readings.find((reading) => reading.ok && reading.command.caseId === caseId);
    });
    expect(answered).toMatchObject({ ok: true, command: { body: { kind: 'acceptReferral' } } });
  });
});
