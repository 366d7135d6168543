/** The topics, their names and what they are made of: declared data, created idempotently. */
import type { ITopicConfig } from 'kafkajs';
import { InstitutionId } from '../../schemas/primitives';
import { withAdmin } from './admin';
import type { KafkaClient } from './client';

/** Whatever belongs to an institution begins so; the dots keep `sg-iv` apart from `sg-iv-wil`. */
export const institutionsPrefix = 'relais.inst.';
export const notificationTopic = (id: InstitutionId): string => `relais.inst.${id}.notifications`;
export const inboxTopic = (id: InstitutionId): string => `relais.inst.${id}.inbox`;
export const rejectedTopic = (id: InstitutionId): string => `relais.inst.${id}.rejected`;
/** The groups with which an institution reads begin so. */
export const groupPrefix = (id: InstitutionId): string => `relais.inst.${id}.`;
/** The one group that reads the inboxes. */
export const intakeGroup = 'relais-intake';
/** Every notice once more, for monitoring. */
export const caseEventsTopic = 'relais.case-events';

const dayMs = 86_400_000;

/** Partitions and retention per sort of topic. Events are history: nothing is compacted away. */
const shapes = {
  notifications: { partitions: 3, retentionMs: 30 * dayMs },
  inbox: { partitions: 3, retentionMs: 14 * dayMs },
  rejected: { partitions: 1, retentionMs: 30 * dayMs },
  'case-events': { partitions: 6, retentionMs: 90 * dayMs },
} as const;

const shapeOf = (topic: string): (typeof shapes)[keyof typeof shapes] =>
  shapes[topic.slice(topic.lastIndexOf('.') + 1) as keyof typeof shapes];

/** Every topic that the given institutions need, with the internal one. */
export const topicsOf = (institutions: readonly InstitutionId[]): string[] => [
  caseEventsTopic,
  ...institutions.flatMap((id) => [notificationTopic(id), inboxTopic(id), rejectedTopic(id)]),
];

/** The institution an inbox topic belongs to; undefined for any other topic. */
export function institutionOfInbox(topic: string): InstitutionId | undefined {
  const id = /^relais\.inst\.(.+)\.inbox$/.exec(topic)?.[1];
  const parsed = InstitutionId.safeParse(id);
  return parsed.success ? parsed.data : undefined;
}

/** With three replicas one may be away, and what is acknowledged is still on two. */
export const replicasFor = (brokers: number): number => Math.min(3, brokers);

/** The settings that a topic must have; everything else is left to the broker. */
export const declaredConfig = (
  topic: string,
  replicas: number,
): Readonly<Record<string, string>> => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(shapeOf(topic).retentionMs),
  'min.insync.replicas': replicas >= 3 ? '2' : '1',
});

export const declaredPartitions = (topic: string): number => shapeOf(topic).partitions;

/** A topic as it is created. */
export const declaredTopic = (topic: string, replicas: number): ITopicConfig => ({
  topic,
  numPartitions: declaredPartitions(topic),
  replicationFactor: replicas,
  configEntries: Object.entries(declaredConfig(topic, replicas)).map(([name, value]) => ({
    name,
    value,
  })),
});

/**
 * Creates the topics of the given names that do not exist yet and returns their names. May be
 * called by several processes at once, and any number of times. Throws when the broker refuses.
 */
export const ensureTopicNames = (
  kafka: KafkaClient,
  topics: readonly string[],
): Promise<readonly string[]> =>
  withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = [...new Set(topics)].filter((topic) => !existing.has(topic));
    if (missing.length === 0) return [];
    const { brokers } = await admin.describeCluster();
    // Resolves to false when somebody else was quicker with one of them.
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => declaredTopic(topic, replicasFor(brokers.length))),
    });
    return missing;
  });

/** Creates whatever topics the given institutions still lack; returns the names of the new ones. */
export const ensureTopics = (
  kafka: KafkaClient,
  institutions: readonly InstitutionId[],
): Promise<readonly string[]> => ensureTopicNames(kafka, topicsOf(institutions));
