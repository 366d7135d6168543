/** CloudEvents 1.0 over Kafka: notices and rejections out, commands in. */
import { CloudEvent, Kafka } from 'cloudevents';
import type { KafkaMessage } from 'cloudevents';
import type { OutgoingNotice } from '../../domain/case/react';
import { commandEventType, NoticeEvent } from '../../schemas/index';
import type { CantonCode, CaseId, CommandEvent } from '../../schemas/index';
import type { IncomingRecord, OutgoingRecord } from './records';

export const noticeSchemaName = 'urn:relais:schema:notice:1';
export const noticeSource = '/v1/cases';
const json = 'application/json';

/** One row of the outbox, as far as an event is made of it. */
export interface NoticeRow {
  readonly caseId: CaseId;
  readonly part: number;
  readonly canton: CantonCode;
  readonly notice: OutgoingNotice;
}

const digits = (count: number, width: number): string => String(count).padStart(width, '0');

/** The thin event behind an outbox row. Throws a ZodError when the row does not fit the contract. */
export function noticeEvent(row: NoticeRow, publicBaseUrl: string): NoticeEvent {
  const { caseId, part, canton, notice } = row;
  const { to, type, seq, at, ...codes } = notice;
  const sequence = `${digits(seq, 10)}-${digits(part, 2)}`;
  const referral = notice.referralId;
  return NoticeEvent.parse({
    specversion: '1.0',
    id: `${caseId}-${sequence}`,
    source: noticeSource,
    subject: referral === undefined ? caseId : `${caseId}/${referral}`,
    type,
    time: at,
    datacontenttype: json,
    dataschema: noticeSchemaName,
    partitionkey: caseId,
    sequence,
    data: {
      ...codes,
      caseId,
      canton,
      institutionId: to,
      href: `${publicBaseUrl}/v1/cases/${caseId}`,
    },
  });
}

interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly type: string;
  readonly time: string;
  readonly partitionkey: string;
  readonly data: object;
}

/**
 * An event in binary mode. The record keeps the broker's own time: an event's time is domain time,
 * which may lie ahead of the machines, and brokers refuse records from the future.
 */
export function toRecord(topic: string, event: Envelope): OutgoingRecord {
  const attributes = { datacontenttype: json, ...event };
  const message = Kafka.binary(new CloudEvent(attributes, false)) as KafkaMessage<object>;
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

/**
 * The attributes and data of a record in binary or structured mode, unchecked. Throws when it is no
 * CloudEvent or its JSON is broken; the caller parses the result with zod.
 */
export function fromRecord(record: IncomingRecord): unknown {
  if (record.value === null) throw new Error('the record has no value');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(record.headers)) headers[name.toLowerCase()] = value;
  // Data without a type are JSON, as they would be inside a structured event.
  headers['content-type'] ??= json;
  const value = record.value.toString('utf8');
  const event = Kafka.toEvent<unknown>({
    key: record.key ?? '',
    headers,
    value,
    body: value,
  } as KafkaMessage);
  if (Array.isArray(event)) throw new Error('a batch of events: send one event per record');
  return { ...event };
}

/** The notice in a record of a notification topic. Throws when it is none. */
export const readNotice = (record: IncomingRecord): NoticeEvent =>
  NoticeEvent.parse(fromRecord(record));
