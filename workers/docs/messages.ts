/**
 * The messages of the contract: what stands in a record. In binary mode the attributes are headers
 * and the value is the data; in structured mode, which an inbox takes as well, the value is the event.
 */
import type { z } from 'zod';
import {
  CommandEvent,
  commandEventType,
  dataSchemaOf,
  noticeDataOf,
  NoticeEvent,
  noticeTypes,
  RecordedEvent,
  recordedType,
  RejectionEvent,
  rejectionType,
} from '../../schemas/index';
import { jsonSchemas, nameOf, refTo } from './json-schemas';
import type { JsonSchema } from './json-schemas';

interface Message {
  readonly name: string;
  readonly title: string;
  readonly contentType?: string;
  readonly headers: JsonSchema;
  readonly payload: JsonSchema;
}

/** A message of an event type: the shape of the event, and what is said of it. */
interface Sort {
  readonly sort: 'Notice' | 'Recorded' | 'Command' | 'Rejection';
  readonly type: string;
  readonly event: z.ZodObject;
  readonly title: string;
}

const titleOf = (type: string): string => {
  const [subject = '', what = ''] = type.slice('ch.relais.'.length, -'.v1'.length).split('.');
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${what.replaceAll('_', ' ')}`;
};

const notices: readonly Sort[] = noticeTypes.map((type) => ({
  sort: 'Notice',
  type,
  event: NoticeEvent.extend({ data: noticeDataOf(type) }),
  title: titleOf(type),
}));
const command: Sort = {
  sort: 'Command',
  type: commandEventType,
  event: CommandEvent,
  title: 'Command of an institution',
};
const rejection: Sort = {
  sort: 'Rejection',
  type: rejectionType,
  event: RejectionEvent,
  title: 'Rejection',
};
const recorded: Sort = {
  sort: 'Recorded',
  type: recordedType,
  event: RecordedEvent,
  title: 'Case: something happened that nobody had to be told of',
};
const sorts = [...notices, recorded, command, rejection];

/** A structured command: the whole event as one JSON value. */
export const structuredCommand = `${commandEventType}.structured`;
const structuredType = 'application/cloudevents+json';

/** The messages of a topic, by name. */
export const messagesOn = {
  notices: notices.map(({ type }) => type),
  caseEvents: [...notices.map(({ type }) => type), recordedType],
  commands: [commandEventType, structuredCommand],
  rejections: [rejectionType],
} as const;

const headerName = (attribute: string): string =>
  attribute === 'datacontenttype' ? 'content-type' : `ce_${attribute}`;

/** The attributes of an event as headers. */
function headersOf(event: JsonSchema): JsonSchema {
  const { data: _data, ...attributes } = event['properties'] as Record<string, JsonSchema>;
  const required = (event['required'] as string[]).filter((name) => name !== 'data');
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(attributes).map(([name, held]) => [headerName(name), held]),
    ),
    required: required.map(headerName),
  };
}

const text = (value: string): JsonSchema => ({ type: 'string', const: value });

/** The headers of one type among those of its sort. What is sent names its data by their schema. */
const headersOfType = ({ type, sort }: Sort): JsonSchema => ({
  allOf: [
    refTo(`${sort}Headers`),
    {
      type: 'object',
      properties: {
        ce_type: text(type),
        ...(sort === 'Command' ? {} : { ce_dataschema: text(dataSchemaOf(type)) }),
      },
      required: sort === 'Command' ? [] : ['content-type', 'ce_dataschema'],
    },
  ],
});

/** The schema behind an event that may itself be a reference. */
const resolved = (schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>) =>
  definitions[nameOf(schema) ?? ''] ?? schema;

/** All messages, and all schemas they refer to. Every event type is the name of its data's schema. */
export function contractMessages() {
  const events = jsonSchemas(Object.fromEntries(sorts.map(({ type, event }) => [type, event])));
  const { definitions } = events;
  const schemas: Record<string, JsonSchema> = { ...definitions };
  const messages: Record<string, Message> = {};
  for (const sort of sorts) {
    const { type, title } = sort;
    const event = resolved(events.schemas[type] ?? {}, definitions);
    schemas[type] = (event['properties'] as Record<string, JsonSchema>)['data'] ?? {};
    schemas[`${sort.sort}Headers`] ??= headersOf(event);
    messages[type] = { name: type, title, headers: headersOfType(sort), payload: refTo(type) };
  }
  messages[structuredCommand] = {
    name: structuredCommand,
    title: 'Command of an institution, structured',
    contentType: structuredType,
    headers: {
      type: 'object',
      properties: { 'content-type': { type: 'string', const: structuredType } },
      required: ['content-type'],
    },
    payload: refTo('CommandEvent'),
  };
  return { messages, schemas };
}
