/**
 * The attributes of a record, in binary or structured mode, as the JSON format of CloudEvents has
 * them. Own code, because the `cloudevents` package is lenient on receipt: a missing id gets a random
 * one (and with it every repetition a new command), a missing time gets now, a missing version 1.0.
 */
import { isJsonType } from '../../schemas/index';
import type { IncomingRecord } from './records';

type Attributes = Record<string, unknown>;

const structuredJson = 'application/cloudevents+json';
const cloudEvents = 'application/cloudevents';

/** Throws on bytes that are no UTF-8: a replaced character would be another command. */
const textIn = (value: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(value);

function jsonIn(bytes: Buffer): { readonly data?: unknown } {
  try {
    return { data: JSON.parse(textIn(bytes)) as unknown };
  } catch {
    return {};
  }
}

/** Bytes under a JSON type are the JSON in them. What is not stays as it is, for the check to say so. */
function withJsonData(attributes: Attributes): Attributes {
  const { data_base64: encoded, ...others } = attributes;
  const open = typeof encoded === 'string' && others['data'] === undefined;
  if (!open || !isJsonType(others['datacontenttype'])) return attributes;
  const { data } = jsonIn(Buffer.from(encoded, 'base64'));
  return data === undefined ? attributes : { ...others, data };
}

function structured(value: Buffer): Attributes {
  const event: unknown = JSON.parse(textIn(value));
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new Error('a structured event is one JSON object');
  }
  // The JSON format: null is the same as absent. Data may be null.
  return Object.fromEntries(
    Object.entries(event).filter(([name, held]) => held !== null || name === 'data'),
  );
}

/** Header values are the attributes themselves; the content type says what the bytes are. */
function binary(headers: ReadonlyMap<string, string>, value: Buffer): Attributes {
  const attributes: Attributes = {};
  for (const [name, held] of headers) {
    if (name.startsWith('ce_')) attributes[name.slice('ce_'.length)] = held;
  }
  const type = headers.get('content-type');
  if (type !== undefined) attributes['datacontenttype'] = type;
  return { ...attributes, data_base64: value.toString('base64') };
}

/**
 * What stands in a record, unchecked. Throws when it claims to be no single CloudEvent, when a
 * structured one is no JSON object, and when there is no value.
 */
export function attributesIn(record: IncomingRecord): Attributes {
  if (record.value === null) throw new Error('the record has no value');
  const headers = new Map(
    Object.entries(record.headers).map(([name, held]) => [name.toLowerCase(), held]),
  );
  const [essence = ''] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const format = essence.trim();
  if (format.startsWith(cloudEvents) && format !== structuredJson) {
    throw new Error(`${format}: send one event per record, as JSON or in binary mode`);
  }
  if (format !== structuredJson && ![...headers.keys()].some((name) => name.startsWith('ce_'))) {
    throw new Error('the record is no CloudEvent');
  }
  const attributes =
    format === structuredJson ? structured(record.value) : binary(headers, record.value);
  // The key of the record is this attribute (Kafka binding 3.1), wherever it is not said as well.
  const key = record.key === undefined ? {} : { partitionkey: record.key };
  return withJsonData({ ...key, ...attributes });
}
