/** From the declared topics to those of a broker. Partitions are raised, never lowered. */
import { ConfigResourceTypes, ConfigSource } from 'kafkajs';
import type { Admin, ConfigEntries, IResourceConfigEntry, ITopicMetadata } from 'kafkajs';
import { withAdmin } from './admin';
import type { KafkaClient } from './client';
import { declaredConfig, declaredPartitions, declaredTopic, replicasFor } from './topics';

/** One thing to do, or (`kept`) one difference that stays. */
export type TopicChange =
  | { readonly kind: 'create'; readonly topic: string; readonly replicas: number }
  | ({ readonly kind: 'partitions' | 'kept'; readonly topic: string } & Difference<number>)
  | {
      readonly kind: 'config';
      readonly topic: string;
      readonly settings: readonly ({ readonly name: string } & Difference<string>)[];
      /** All of the topic, with what somebody else set: a broker forgets what is not said again. */
      readonly entries: readonly IResourceConfigEntry[];
    };

interface Difference<T> {
  readonly from: T;
  readonly to: T;
}

const partitionChanges = ({ name: topic, partitions }: ITopicMetadata): TopicChange[] => {
  const [from, to] = [partitions.length, declaredPartitions(topic)];
  if (from === to) return [];
  return [{ kind: from < to ? 'partitions' : 'kept', topic, from, to }];
};

const configChanges = (
  { name: topic, partitions }: ITopicMetadata,
  entries: readonly ConfigEntries[],
): TopicChange[] => {
  const wanted = declaredConfig(topic, partitions[0]?.replicas.length ?? 1);
  const valueOf = (name: string): string =>
    entries.find(({ configName }) => configName === name)?.configValue ?? '';
  const settings = Object.entries(wanted)
    .map(([name, to]) => ({ name, from: valueOf(name), to }))
    .filter(({ from, to }) => from !== to);
  if (settings.length === 0) return [];
  const others = entries
    .filter(
      ({ configSource, isSensitive }) => configSource === ConfigSource.TOPIC_CONFIG && !isSensitive,
    )
    .map(({ configName, configValue }): [string, string] => [configName, configValue]);
  const all = Object.entries({ ...Object.fromEntries(others), ...wanted });
  return [
    { kind: 'config', topic, settings, entries: all.map(([name, value]) => ({ name, value })) },
  ];
};

async function changesOfExisting(admin: Admin, names: readonly string[]): Promise<TopicChange[]> {
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return topics.flatMap((topic) => [
    ...partitionChanges(topic),
    ...configChanges(
      topic,
      resources.find(({ resourceName }) => resourceName === topic.name)?.configEntries ?? [],
    ),
  ]);
}

/** What must be done so that these topics are as declared. Rejects with `AccessRefused`. */
export const planTopics = (
  kafka: KafkaClient,
  names: readonly string[],
): Promise<readonly TopicChange[]> =>
  withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const { brokers } = await admin.describeCluster();
    const missing = names.filter((name) => !existing.has(name));
    return [
      ...missing.map((topic): TopicChange => {
        return { kind: 'create', topic, replicas: replicasFor(brokers.length) };
      }),
      ...(await changesOfExisting(
        admin,
        names.filter((name) => existing.has(name)),
      )),
    ];
  });

async function applyChange(admin: Admin, change: TopicChange): Promise<void> {
  const { topic } = change;
  switch (change.kind) {
    case 'create':
      await admin.createTopics({ topics: [declaredTopic(topic, change.replicas)] });
      return;
    case 'partitions':
      await admin.createPartitions({ topicPartitions: [{ topic, count: change.to }] });
      return;
    case 'config':
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          { type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [...change.entries] },
        ],
      });
      return;
    case 'kept':
  }
}

/** Does what was planned. A second call with the same plan changes nothing more. */
export const applyTopics = (kafka: KafkaClient, changes: readonly TopicChange[]): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    for (const change of changes) await applyChange(admin, change);
  });

/** A change as a line that an operator can read. */
export function changeLine(change: TopicChange): string {
  const { topic } = change;
  switch (change.kind) {
    case 'create':
      return `${topic}: create with ${declaredPartitions(topic)} partitions, ${change.replicas} replicas, ${Object.entries(
        declaredConfig(topic, change.replicas),
      )
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`;
    case 'partitions':
      return `${topic}: ${change.from} → ${change.to} partitions`;
    case 'kept':
      return `${topic}: has ${change.from} partitions, declared are ${change.to}: left, for records would be lost`;
    case 'config':
      return `${topic}: ${change.settings.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ')}`;
  }
}
