/**
 * One record of an inbox topic becomes one command, at least once. Idempotency key: institution and
 * event id, from which the command id follows; a second call finds the id remembered, or the case
 * answers the same command id with the same answer. Committed only after one of three happened: the
 * case took it, its sender was told, or it waits aside because its case alone can not take it. While
 * the engine is away the whole partition waits.
 */
import type { Handled } from '../../infra/kafka/consumer';
import type { IncomingRecord } from '../../infra/kafka/records';
import { institutionOfInbox } from '../../infra/kafka/topics';
import type { AsideCommand, AsideStore } from '../../infra/prisma/aside-store';
import type { Log } from '../../infra/telemetry/log';
import type { InstitutionId } from '../../schemas/index';
import { askCase } from './ask-case';
import type { AskParts } from './ask-case';
import { readCommand } from './read-command';
import type { Reading } from './read-command';
import type { TellSender } from './tell-sender';

export interface IntakeParts extends AskParts {
  readonly inbox: {
    seen(institutionId: InstitutionId, eventId: string): Promise<boolean>;
    remember(institutionId: InstitutionId, eventId: string, outcome: string): Promise<void>;
  };
  readonly aside: Pick<AsideStore, 'isWaiting' | 'putAside'>;
  readonly tellSender: TellSender;
  readonly log: Log;
}

type Came = Omit<AsideCommand, 'command'>;

const placeOf = ({ topic, partition, offset, key }: IncomingRecord): AsideCommand['place'] => ({
  topic,
  partition,
  offset,
  ...(key === undefined ? {} : { key }),
});

async function takeCommand(parts: IntakeParts, came: AsideCommand): Promise<Handled> {
  const { aside, inbox, tellSender, log } = parts;
  const { institutionId, eventId, command, place } = came;
  const subject = command.caseId;
  if (await aside.isWaiting(subject)) {
    await aside.putAside(came);
    return 'done';
  }
  const asked = await askCase(parts, command);
  if (asked.outcome === 'away') {
    log.warn({ institutionId, eventId }, 'the case engine is away: this partition waits');
    return 'later';
  }
  if (asked.outcome === 'stuck') {
    log.warn({ err: asked.error, institutionId, eventId }, 'its case does not answer: put aside');
    await aside.putAside(came);
    return 'done';
  }
  if (asked.outcome === 'refused') {
    const { refusal } = asked;
    await tellSender({ institutionId, eventId, place, subject, refusal });
    await inbox.remember(institutionId, eventId, refusal.code);
    return 'done';
  }
  await inbox.remember(institutionId, eventId, 'taken');
  return 'done';
}

async function turnAway(
  { inbox, tellSender }: IntakeParts,
  { institutionId, eventId, place }: Came,
  { subject, refusal }: Extract<Reading, { ok: false }>,
): Promise<Handled> {
  await tellSender({ institutionId, eventId, place, subject, refusal });
  await inbox.remember(institutionId, eventId, refusal.code);
  return 'done';
}

/** Makes the handler of inbox records. It throws only what passes (the database is away). */
export function makeTakeRecord(parts: IntakeParts): (record: IncomingRecord) => Promise<Handled> {
  return async (record) => {
    const institutionId = institutionOfInbox(record.topic);
    if (institutionId === undefined) return 'done';
    const reading = readCommand(record, institutionId);
    const { eventId } = reading;
    if (await parts.inbox.seen(institutionId, eventId)) return 'done';
    const came = { institutionId, eventId, place: placeOf(record) };
    return reading.ok
      ? takeCommand(parts, { ...came, command: reading.command })
      : turnAway(parts, came, reading);
  };
}
