/** What a running process does for the institutions of the directory, whenever one was added. */
import type { InstitutionId } from '../../schemas/primitives';
import type { Log } from '../telemetry/log';
import { rightsOf } from './access';
import { giveAccess, planAccess } from './access-plan';
import type { KafkaClient } from './client';
import { ensureTopics } from './topics';

export interface ProvideParts {
  readonly kafka: KafkaClient;
  /** As whom this process logs in; undefined where the broker asks nobody, and rights mean nothing. */
  readonly engine: string | undefined;
  readonly log: Log;
}

/**
 * Makes the topics that are missing and gives the rights that are missing; returns the new topics.
 * Where the broker lets us give no rights, somebody else must (`npm run topics`): the log says so.
 * Any number of times, by several at once. Rejects when a topic is missing and may not be made.
 */
export async function provideTopics(
  { kafka, engine, log }: ProvideParts,
  institutions: readonly InstitutionId[],
): Promise<readonly string[]> {
  const made = await ensureTopics(kafka, institutions);
  if (engine === undefined) return made;
  try {
    const { missing } = await planAccess(kafka, rightsOf(institutions, engine));
    await giveAccess(kafka, missing);
    if (missing.length > 0) log.info({ rights: missing.length }, 'rights given on topics');
  } catch (error) {
    log.warn({ err: error }, 'no rights could be given: institutions may be unable to read');
  }
  return made;
}
