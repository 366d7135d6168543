/** A record of an inbox topic → a command, or the refusal that its sender must hear of. */
import type { ZodError } from 'zod';
import { attributesIn } from '../../infra/kafka/attributes';
import type { IncomingRecord } from '../../infra/kafka/records';
import { CloudEvent, CommandEvent, TraceParent } from '../../schemas/index';
import type { Command, CommandBody, InstitutionId, Refusal } from '../../schemas/index';
import { derivedId } from '../submit';

/** What could be read of a record. The id is the sender's own where there is one. */
export type Reading =
  | { readonly ok: true; readonly eventId: string; readonly command: Command }
  | {
      readonly ok: false;
      readonly eventId: string;
      readonly subject: string | undefined;
      readonly refusal: Refusal;
    };

const maxBytes = 262_144;
const maxIdLength = 120;
const maxExpectation = 300;

/**
 * Their data hold persons, or refer to persons whom only the API stores and compares: no topic for
 * them.
 */
const onlyOverHttp: readonly CommandBody['kind'][] = [
  'registerCase',
  'supplyInformation',
  'updateFacts',
  'submitDraft',
  'reopenCase',
];

/** First whether it is an event at all: a missing id is told before a missing reason. */
function parseCommand(attributes: unknown) {
  const event = CloudEvent.safeParse(attributes);
  return event.success ? CommandEvent.safeParse(event.data) : event;
}

/** Where no id can be read, the place of the record is its name. */
const placeOf = ({ topic, partition, offset }: IncomingRecord): string =>
  `${topic}/${partition}/${offset}`;

const stringIn = (attributes: unknown, name: string): string | undefined => {
  if (typeof attributes !== 'object' || attributes === null) return undefined;
  const value: unknown = Reflect.get(attributes, name);
  return typeof value === 'string' && value !== '' && value.length <= maxIdLength
    ? value
    : undefined;
};

/** Paths and expectations only: the values that were sent may be anything, and are not repeated. */
const expectations = (error: ZodError): string[] =>
  error.issues
    .map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`.slice(0, maxExpectation))
    .slice(0, 20);

function attributesOf(record: IncomingRecord): unknown {
  try {
    return attributesIn(record);
  } catch {
    return undefined;
  }
}

/** Reads a record that came through the inbox of `institutionId`. Never throws. */
export function readCommand(record: IncomingRecord, institutionId: InstitutionId): Reading {
  const fallbackId = placeOf(record);
  const refuse = (refusal: Refusal, attributes?: unknown): Reading => ({
    ok: false,
    eventId: stringIn(attributes, 'id') ?? fallbackId,
    subject: stringIn(attributes, 'subject'),
    refusal,
  });
  if ((record.value?.length ?? 0) > maxBytes) {
    return refuse({ code: 'too_large', details: { maxBytes } });
  }
  const attributes = attributesOf(record);
  if (attributes === undefined) {
    const expected = 'a CloudEvent 1.0 in binary or structured JSON mode';
    return refuse({ code: 'malformed', details: { expected } });
  }
  const parsed = parseCommand(attributes);
  if (!parsed.success) {
    return refuse(
      { code: 'malformed', details: { errors: expectations(parsed.error) } },
      attributes,
    );
  }
  const { id, subject, data, traceparent } = parsed.data;
  if (onlyOverHttp.includes(data.kind)) {
    return refuse(
      { code: 'invalid_command', details: { kind: data.kind, use: 'HTTP API' } },
      attributes,
    );
  }
  const actor = { userId: `kafka:${institutionId}`, institutionId, role: 'contact' } as const;
  const commandId = derivedId(institutionId, id);
  const command = { commandId, caseId: subject, actor, body: data };
  const trace = TraceParent.safeParse(traceparent);
  return {
    ok: true,
    eventId: id,
    command: trace.success ? { ...command, traceparent: trace.data } : command,
  };
}
