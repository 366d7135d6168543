/** The topics, their names and what they are made of: declared data, created idempotently. */
import type { ITopicConfig } from 'kafkajs';
import { InstitutionId } from '../../schemas/primitives';
import type { KafkaClient } from './client';

export const notificationTopic = (id: InstitutionId): string => `relais.inst.${id}.notifications`;
export const inboxTopic = (id: InstitutionId): string => `relais.inst.${id}.inbox`;
export const rejectedTopic = (id: InstitutionId): string => `relais.inst.${id}.rejected`;
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

const declared = (topic: string, brokers: number): ITopicConfig => {
  const shape = shapeOf(topic);
  return {
    topic,
    numPartitions: shape.partitions,
    replicationFactor: Math.min(3, brokers),
    configEntries: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'retention.ms', value: String(shape.retentionMs) },
    ],
  };
};

/**
 * Creates the topics of the given names that do not exist yet and returns their names. May be
 * called by several processes at once, and any number of times. Throws when the broker refuses.
 */
export async function ensureTopicNames(
  kafka: KafkaClient,
  topics: readonly string[],
): Promise<readonly string[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = [...new Set(topics)].filter((topic) => !existing.has(topic));
    if (missing.length === 0) return [];
    const { brokers } = await admin.describeCluster();
    // Resolves to false when somebody else was quicker with one of them.
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => declared(topic, brokers.length)),
    });
    return missing;
  } finally {
    await admin.disconnect();
  }
}

/** Creates whatever topics the given institutions still lack; returns the names of the new ones. */
export const ensureTopics = (
  kafka: KafkaClient,
  institutions: readonly InstitutionId[],
): Promise<readonly string[]> => ensureTopicNames(kafka, topicsOf(institutions));
