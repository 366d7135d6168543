/**
 * What an inbox takes for a CloudEvent, case by case. Which cases matter is learnt from
 * https://github.com/cloudevents/conformance (format/json) and from the specification (v1.0.2: spec.md,
 * json-format.md, kafka-protocol-binding.md); the events are our own.
 */
import type { IncomingRecord } from '../../infra/kafka/records';

type Attributes = Readonly<Record<string, unknown>>;

export const caseId = '0b0e0d4e-0b0e-4d4e-8b0e-0b0e0d4e0b0e';
export const data = { kind: 'acknowledgeReferral', referralId: 'R1' } as const;
export const minimal: Attributes = {
  specversion: '1.0',
  id: 'event-7',
  source: '/offices/sg-iv',
  type: 'ch.relais.command.v1',
  subject: caseId,
  data,
};
const base64 = (value: string): string => Buffer.from(value).toString('base64');

export const record = (
  value: string | Buffer | null,
  headers: Record<string, string>,
): IncomingRecord => ({
  topic: 'relais.inst.sg-iv.inbox',
  partition: 2,
  offset: '41',
  key: caseId,
  headers,
  value: value === null ? null : Buffer.from(value),
});
export const structured = (event: unknown, type = 'application/cloudevents+json'): IncomingRecord =>
  record(JSON.stringify(event), { 'content-type': type });
export const without = (name: string): Attributes =>
  Object.fromEntries(Object.entries(minimal).filter(([key]) => key !== name));

const headers = {
  ce_specversion: '1.0',
  ce_id: 'event-7',
  ce_source: '/offices/sg-iv',
  ce_type: 'ch.relais.command.v1',
  ce_subject: caseId,
};
export const binary = (
  more: Record<string, string> = {},
  value: string | Buffer = JSON.stringify(data),
) => record(value, { ...headers, 'content-type': 'application/json', ...more });

const unset = { time: null, dataschema: null, datacontenttype: null, traceparent: null };
const { data: _data, ...noData } = minimal;

export const taken: readonly [string, IncomingRecord][] = [
  ['no more than it must', structured(minimal)],
  ['null where it says nothing', structured({ ...minimal, ...unset })],
  ['a time in UTC', structured({ ...minimal, time: '2026-02-02T08:00:00Z' })],
  ['a time to the nanosecond', structured({ ...minimal, time: '2026-02-02T08:00:00.123456789Z' })],
  ['a time east of Greenwich', structured({ ...minimal, time: '2026-02-02T09:00:00+01:00' })],
  ['a time west of Greenwich', structured({ ...minimal, time: '2026-02-02T03:00:00-05:00' })],
  ['a source that is only a fragment', structured({ ...minimal, source: '#office' })],
  ['a source with letters of any language', structured({ ...minimal, source: '/bureaux/Fédé-é' })],
  ['its schema', structured({ ...minimal, dataschema: 'urn:relais:schema:ch.relais.command.v1' })],
  [
    'attributes of its own of every type',
    structured({ ...minimal, text: 'ü', flag: true, count: -2147483648, when: '2026-02-02' }),
  ],
  ['a trace', structured({ ...minimal, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7-01' })],
  [
    'JSON with a character set',
    structured({ ...minimal, datacontenttype: 'application/json; charset=utf-8' }),
  ],
  [
    'JSON by its suffix',
    structured({ ...minimal, datacontenttype: 'application/vnd.office+json' }),
  ],
  ['JSON as bytes', structured({ ...noData, data_base64: base64(JSON.stringify(data)) })],
  [
    'a content type in capitals, with a character set',
    structured(minimal, 'Application/CloudEvents+JSON; charset=UTF-8'),
  ],
  ['binary mode', binary()],
  [
    'binary mode, JSON with a character set',
    binary({ 'content-type': 'application/json; charset=utf-8' }),
  ],
  ['binary mode without a content type', record(JSON.stringify(data), headers)],
  [
    'binary mode with headers in capitals',
    record(JSON.stringify(data), { ...headers, 'Content-Type': 'application/json' }),
  ],
  ['binary mode with foreign headers', binary({ 'x-request-id': '7', ce_mine: 'yes' })],
];

const refusedBy = (name: string, change: Attributes): [string, string, IncomingRecord] => [
  `${name} ${JSON.stringify(Object.values(change)[0])}`,
  Object.keys(change)[0] ?? '',
  structured({ ...minimal, ...change }),
];

/** What is wrong, the attribute that the sender is told of, and the record. */
export const refused: readonly [string, string, IncomingRecord][] = [
  ...['specversion', 'id', 'source', 'type', 'subject', 'data'].map(
    (name): [string, string, IncomingRecord] => [`no ${name}`, name, structured(without(name))],
  ),
  ...[
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'dataschema',
    'datacontenttype',
  ].map((name) => refusedBy(`the ${name}`, { [name]: '' })),
  ...['specversion', 'id', 'source', 'type'].flatMap((name) =>
    [null, 25, {}].map((value) => refusedBy(`the ${name}`, { [name]: value })),
  ),
  refusedBy('the version', { specversion: '0.3' }),
  refusedBy('the version', { specversion: '1.1' }),
  ...[
    'at noon',
    '2026-02-02',
    '2026-02-02T08:00Z',
    '2026-02-02T08:00:00',
    '2026-02-02T08:00:00X',
    '2026-02-02T08:00:00+25:00',
    '2026-02-02T08:00:00+05',
    '2026-02-30T08:00:00Z',
    'Mon, 02 Feb 2026 08:00:00 GMT',
  ].map((time) => refusedBy('the time', { time })),
  refusedBy('a number as the time', { time: 1770019200 }),
  refusedBy('a content type that is none', { datacontenttype: 'json' }),
  refusedBy('data that are no JSON', { datacontenttype: 'text/xml', data: '<done/>' }),
  refusedBy('a name in capitals', { MyOffice: 'sg-iv' }),
  refusedBy('a name with a dot', { 'my.office': 'sg-iv' }),
  refusedBy('a name with an underscore', { my_office: 'sg-iv' }),
  refusedBy('a name with an umlaut', { büro: 'sg-iv' }),
  refusedBy('an empty name', { '': 'sg-iv' }),
  refusedBy('a fraction in', { share: 1.5 }),
  refusedBy('an integer of more than 32 bits in', { count: 2147483648 }),
  refusedBy('an object in', { office: { id: 'sg-iv' } }),
  refusedBy('a list in', { offices: ['sg-iv'] }),
  ['data twice', 'data', structured({ ...minimal, data_base64: base64('{}') })],
  ['bytes that are no base64', 'data_base64', structured({ ...noData, data_base64: '{}' })],
  ['bytes that are no JSON', 'data', structured({ ...noData, data_base64: base64('{"kind":') })],
  ['data that are text', 'data', structured({ ...minimal, data: JSON.stringify(data) })],
  ['data that are null', 'data', structured({ ...minimal, data: null })],
  ['binary mode without a version', 'specversion', binary({ ce_specversion: '' })],
  ['binary mode with broken JSON', 'data', binary({}, '{"kind":')],
  ['binary mode with bytes that are no text', 'data', binary({}, Buffer.from([0xff, 0xfe]))],
  ['binary mode with text', 'datacontenttype', binary({ 'content-type': 'text/plain' })],
];

/** Nothing of it can be read: neither an id nor what is wrong with which attribute. */
export const unreadable: readonly [string, IncomingRecord][] = [
  ['no value', record(null, { 'content-type': 'application/cloudevents+json' })],
  ['nothing', record('', { 'content-type': 'application/cloudevents+json' })],
  ['broken JSON', record('{"id": ', { 'content-type': 'application/cloudevents+json' })],
  ['JSON that is text', structured('event')],
  ['JSON that is null', structured(null)],
  ['JSON that is a list', structured([minimal])],
  ['a batch', structured([minimal], 'application/cloudevents-batch+json')],
  ['XML', record('<event/>', { 'content-type': 'application/cloudevents+xml' })],
  ['no CloudEvent', record(JSON.stringify(minimal), { 'content-type': 'application/json' })],
  [
    'bytes that are no text',
    record(Buffer.from([0x7b, 0xff, 0x7d]), { 'content-type': 'application/cloudevents+json' }),
  ],
];
