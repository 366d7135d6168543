/** CloudEvents 1.0 over Kafka: notices and rejections out, commands in. */
import { Kafka, CloudEvent as OutgoingEvent } from 'cloudevents';
import type { KafkaMessage } from 'cloudevents';
import { z } from 'zod';
import type { OutgoingNotice } from '../../domain/case/react';
import {
  CloudEvent,
  commandEventType,
  dataSchemaOf,
  noticeDataOf,
  NoticeEvent,
  noticeTypes,
  RecordedEvent,
} from '../../schemas/index';
import type { CantonCode, CaseId, CommandEvent, RecordedNotice } from '../../schemas/index';
import { attributesIn } from './attributes';
import type { IncomingRecord, OutgoingRecord } from './records';

const noticeSource = '/v1/cases';
const json = 'application/json';

/** One row of the outbox, as far as an event is made of it. */
export interface NoticeRow {
  readonly caseId: CaseId;
  readonly part: number;
  /** The row before it, of the same case to the same institution. */
  readonly before?: { readonly seq: number; readonly part: number } | null;
  readonly canton: CantonCode;
  readonly notice: OutgoingNotice;
  /** W3C trace context of the act behind it. */
  readonly traceparent?: string | null;
}

/** One row of the outbox that is for the monitors alone. */
export interface RecordedRow {
  readonly caseId: CaseId;
  readonly part: number;
  readonly canton: CantonCode;
  readonly notice: RecordedNotice;
  readonly traceparent?: string | null;
}

const digits = (count: number, width: number): string => String(count).padStart(width, '0');
const sequenceOf = (seq: number, part: number): string => `${digits(seq, 10)}-${digits(part, 2)}`;

/** What may leave: a declared type, with what the type promises, and not a word more. */
const outgoing = new Map<string, z.ZodType<NoticeEvent>>(
  noticeTypes.map((type) => [
    type,
    NoticeEvent.extend({ type: z.literal(type), data: noticeDataOf(type).strict() }),
  ]),
);

/** What every event about a case has. */
const envelopeOf = (
  { caseId, part, traceparent }: Pick<NoticeRow, 'caseId' | 'part' | 'traceparent'>,
  { type, seq, at }: { readonly type: string; readonly seq: number; readonly at: string },
) => {
  const sequence = sequenceOf(seq, part);
  return {
    specversion: '1.0',
    id: `${caseId}-${sequence}`,
    source: noticeSource,
    subject: caseId,
    type,
    time: at,
    datacontenttype: json,
    dataschema: dataSchemaOf(type),
    partitionkey: caseId,
    sequence,
    traceparent: traceparent ?? undefined,
  };
};

/** The thin event behind an outbox row. Throws when the row does not fit the contract. */
export function noticeEvent(row: NoticeRow, publicBaseUrl: string): NoticeEvent {
  const { caseId, before, canton, notice } = row;
  const { to, type, seq: _seq, at: _at, ...codes } = notice;
  const referral = notice.referralId;
  const shape = outgoing.get(type);
  if (shape === undefined) throw new Error(`no declared type of notice: ${type}`);
  return shape.parse({
    ...envelopeOf(row, notice),
    ...(referral === undefined ? {} : { subject: `${caseId}/${referral}` }),
    previous: before ? sequenceOf(before.seq, before.part) : undefined,
    data: {
      ...codes,
      caseId,
      canton,
      institutionId: to,
      href: `${publicBaseUrl}/v1/cases/${caseId}`,
    },
  });
}

/** The thin event of a row for the monitors alone. Throws when the row does not fit the contract. */
export function recordedEvent(row: RecordedRow, publicBaseUrl: string): RecordedEvent {
  const { caseId, canton, notice } = row;
  const { event } = notice;
  return RecordedEvent.parse({
    ...envelopeOf(row, notice),
    data: { caseId, canton, event, href: `${publicBaseUrl}/v1/cases/${caseId}` },
  });
}

interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly type: string;
  /** Absent: now. */
  readonly time?: string | undefined;
  readonly partitionkey: string;
  readonly data: object;
}

/**
 * An event in binary mode. The record keeps the broker's own time: an event's time is domain time,
 * which may lie ahead of the machines, and brokers refuse records from the future.
 */
export function toRecord(topic: string, event: Envelope): OutgoingRecord {
  const { time = new Date().toISOString(), ...others } = event;
  const attributes = { datacontenttype: json, ...others, time };
  const message = Kafka.binary(new OutgoingEvent(attributes, false)) as KafkaMessage<object>;
  const headers: Record<string, string> = {};
  // Absent attributes come as undefined, on which kafkajs throws.
  for (const [name, value] of Object.entries(message.headers as Record<string, unknown>)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return { topic, key: event.partitionkey, headers, value: JSON.stringify(event.data) };
}

/** A command for an inbox topic. */
export const commandRecord = (topic: string, event: Omit<CommandEvent, 'specversion' | 'type'>) =>
  toRecord(topic, { ...event, type: commandEventType, partitionkey: event.subject });

/** The event in a record, binary or structured. Throws when it is none by CloudEvents 1.0. */
export const fromRecord = (record: IncomingRecord): CloudEvent =>
  CloudEvent.parse(attributesIn(record));

/** The notice in a record of a notification topic. Throws when it is none. */
export const readNotice = (record: IncomingRecord): NoticeEvent =>
  NoticeEvent.parse(fromRecord(record));
