/** `npm run topics` against a broker that asks who it is, as an operator runs it. */
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { ConfigResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { makeKafka } from '../../infra/kafka/client';
import {
  caseEventsTopic,
  inboxTopic,
  notificationTopic,
  rejectedTopic,
} from '../../infra/kafka/topics';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { openDatabase } from '../../infra/prisma/database';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { databaseForFile } from '../support/engines';
import type { TestDatabase } from '../support/engines';
import { runOwnCommand } from '../support/own-command';
import { admin, openSecuredBroker } from '../support/secured-broker';
import type { SecuredBroker } from '../support/secured-broker';

let broker: SecuredBroker;
let database: TestDatabase;
let asAdmin: Admin;

beforeAll(async () => {
  [broker, database] = await Promise.all([openSecuredBroker(['sg-iv']), databaseForFile()]);
  const db = openDatabase(database.url, 'relais_engine');
  const directory = makeDirectoryStore(db);
  for (const one of demoInstitutions.filter(({ id }) => id === 'sg-iv' || id === 'sg-rav')) {
    await directory.upsertInstitution(one);
  }
  await db.$disconnect();
  asAdmin = makeKafka(broker.as(admin)).admin();
  await asAdmin.connect();
});
afterAll(async () => {
  await asAdmin.disconnect();
  await database.drop();
  await broker.close();
});

const topics = (name: string, ...args: string[]): Promise<string[]> =>
  runOwnCommand({
    file: 'topics.main.ts',
    args,
    env: {
      DATABASE_URL: database.url,
      RELAIS_MASTER_KEY_FILE: 'none',
      RELAIS_PROFILE: 'test',
      ...broker.environment(name),
    },
  });

const configOf = async (name: string): Promise<Record<string, string>> => {
  const query = { type: ConfigResourceTypes.TOPIC, name };
  const { resources } = await asAdmin.describeConfigs({
    resources: [query],
    includeSynonyms: false,
  });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return Object.fromEntries(entries.map((one) => [one.configName, one.configValue]));
};
const partitionsOf = async (name: string): Promise<number | undefined> =>
  (await asAdmin.fetchTopicMetadata({ topics: [name] })).topics[0]?.partitions.length;

const engine = ['--engine', 'relais'] as const;
const nothing = '2 institutions: nothing to do';

describe('an operator who sets up the topics', () => {
  it('sees first what would be done, then does it, and finds nothing to do the next time', async () => {
    const before = await asAdmin.listTopics();
    const planned = await topics(admin, ...engine, '--dry-run');
    expect(planned).toContain(
      '+ relais.inst.sg-iv.inbox: create with 3 partitions, 1 replicas, cleanup.policy=delete retention.ms=1209600000 min.insync.replicas=1',
    );
    expect(planned).toContain('+ User:sg-iv may READ topic relais.inst.sg-iv.notifications');
    expect(planned).toContain('+ User:relais may READ group relais-intake');
    expect(planned.at(-1)).toBe('2 institutions: to do: 7 for topics, 30 for rights');
    expect(await asAdmin.listTopics()).toEqual(before);

    const done = await topics(admin, ...engine);
    expect(done.slice(0, -1)).toEqual(planned.slice(0, -1));
    expect(done.at(-1)).toBe('2 institutions: done: 7 for topics, 30 for rights');
    expect(await topics(admin, ...engine)).toEqual([nothing]);
    expect(await partitionsOf(caseEventsTopic)).toBe(6);
  });

  it('gets back what was declared, and keeps what a colleague set beside it', async () => {
    await topics(admin, ...engine);
    const name = notificationTopic('sg-rav');
    const configEntries = [
      { name: 'retention.ms', value: '60000' },
      { name: 'segment.ms', value: '3600000' },
    ];
    const resources = [{ type: ConfigResourceTypes.TOPIC, name, configEntries }];
    await asAdmin.alterConfigs({ validateOnly: false, resources });
    while ((await configOf(name))['retention.ms'] !== '60000');
    const said = await topics(admin, ...engine);
    expect(said[0]).toBe(`+ ${name}: retention.ms 60000 → 2592000000`);
    expect(await configOf(name)).toMatchObject({
      'retention.ms': '2592000000',
      'segment.ms': '3600000',
      'cleanup.policy': 'delete',
    });
  });

  it('has partitions raised, and never lowered', async () => {
    await topics(admin, ...engine);
    const [few, many] = [notificationTopic('sg-iv'), rejectedTopic('sg-iv')];
    await asAdmin.deleteTopics({ topics: [few] });
    while ((await asAdmin.listTopics()).includes(few));
    await asAdmin.createTopics({ topics: [{ topic: few, numPartitions: 1 }] });
    await asAdmin.createPartitions({ topicPartitions: [{ topic: many, count: 4 }] });
    while ((await partitionsOf(many)) !== 4);
    const kept = `? ${many}: has 4 partitions, declared are 1: left, for records would be lost`;
    const said = await topics(admin, ...engine);
    expect(said).toContain(`+ ${few}: 1 → 3 partitions`);
    expect(said).toContain(kept);
    expect(await partitionsOf(few)).toBe(3);
    expect(await topics(admin, ...engine)).toEqual([kept, nothing]);
  });

  it('is shown a right that nobody declared, and it is left', async () => {
    await topics(admin, ...engine);
    const entry = {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: inboxTopic('sg-iv'),
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:somebody',
      host: '*',
      operation: AclOperationTypes.READ,
      permissionType: AclPermissionTypes.ALLOW,
    };
    await asAdmin.createAcls({ acl: [entry] });
    const line =
      '? User:somebody may READ topic relais.inst.sg-iv.inbox: declared nowhere, left as it is';
    let said: string[] = [];
    while (!said.includes(line)) said = await topics(admin, ...engine);
    expect(said.at(-1)).toBe(nothing);
  });

  it('is told in one line when the login may not do it', async () => {
    await expect(topics('sg-iv')).rejects.toThrow(/^this login lacks a right on a topic.*\n$/);
  });
});
