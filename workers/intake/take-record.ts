/**
 * One record of an inbox topic becomes one command, at least once. Idempotency key: institution and
 * event id, from which the command id follows; a second call finds the id remembered, or the case
 * answers the same command id with the same answer. Committed only after one of the two happened:
 * the case took it, or its sender was told.
 */
import type { Handled } from '../../infra/kafka/consumer';
import type { Publisher } from '../../infra/kafka/publisher';
import type { IncomingRecord } from '../../infra/kafka/records';
import { institutionOfInbox } from '../../infra/kafka/topics';
import type { Log } from '../../infra/telemetry/log';
import type { InstitutionId, Language, Refusal } from '../../schemas/index';
import { RefusedError } from '../submit';
import type { Submit } from '../submit';
import { readCommand } from './read-command';
import { rejectionRecord } from './rejection';

export interface IntakeParts {
  readonly submit: Submit;
  readonly inbox: {
    seen(institutionId: InstitutionId, eventId: string): Promise<boolean>;
    remember(institutionId: InstitutionId, eventId: string, outcome: string): Promise<void>;
  };
  readonly publisher: Publisher;
  languageOf(institutionId: InstitutionId): Promise<Language>;
  readonly log: Log;
}

/** The engine is slow or away: the record waits, and its partition with it. */
const passing: readonly Refusal['code'][] = ['engine_unavailable', 'too_many_requests'];

type Outcome = 'taken' | 'later' | Refusal;

async function ask(submit: Submit, command: Parameters<Submit>[0]): Promise<Outcome> {
  try {
    await submit(command);
    return 'taken';
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return passing.includes(error.refusal.code) ? 'later' : error.refusal;
  }
}

/** Makes the handler of inbox records. It throws only what passes (the database is away). */
export function makeTakeRecord(parts: IntakeParts): (record: IncomingRecord) => Promise<Handled> {
  const { submit, inbox, publisher, log } = parts;
  return async (record) => {
    const institutionId = institutionOfInbox(record.topic);
    if (institutionId === undefined) return 'done';
    const reading = readCommand(record, institutionId);
    const { eventId } = reading;
    if (await inbox.seen(institutionId, eventId)) return 'done';
    const outcome = reading.ok ? await ask(submit, reading.command) : reading.refusal;
    if (outcome === 'later') {
      log.warn({ institutionId, eventId }, 'the case engine is away: this partition waits');
      return 'later';
    }
    if (outcome !== 'taken') {
      const language = await parts.languageOf(institutionId);
      const subject = reading.ok ? reading.command.caseId : reading.subject;
      const at = new Date().toISOString();
      const rejected = { institutionId, language, record, eventId, subject, refusal: outcome, at };
      await publisher.publish([rejectionRecord(rejected)]);
      log.info({ institutionId, eventId, code: outcome.code }, 'command refused, sender told');
    }
    await inbox.remember(institutionId, eventId, outcome === 'taken' ? 'taken' : outcome.code);
    return 'done';
  };
}
