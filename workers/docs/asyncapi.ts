/** The AsyncAPI 3 document: which topics there are, and what travels on them. Made from the zod shapes. */
import { stringify } from 'yaml';
import { z } from 'zod';
import {
  caseEventsTopic,
  inboxTopic,
  notificationTopic,
  rejectedTopic,
} from '../../infra/kafka/topics';
import { CommandEvent, NoticeEvent } from '../../schemas/index';

const anyInstitution = '{institutionId}';
const parameters = {
  institutionId: { description: 'Id of the institution, such as sg-rav or zh-sh-winterthur' },
};

interface Topic {
  readonly address: string;
  readonly description: string;
  readonly message: string;
  /** What this product does on the topic. */
  readonly action: 'send' | 'receive';
}

const topics: Readonly<Record<string, Topic>> = {
  notifications: {
    address: notificationTopic(anyInstitution),
    description:
      'Everything an institution must be told. Key: the case id, so order holds per case.',
    message: 'notice',
    action: 'send',
  },
  inbox: {
    address: inboxTopic(anyInstitution),
    description: 'What an institution answers: the same commands as over HTTP.',
    message: 'command',
    action: 'receive',
  },
  rejected: {
    address: rejectedTopic(anyInstitution),
    description: 'What was not taken from the inbox: the original id and an RFC 9457 problem.',
    message: 'rejection',
    action: 'send',
  },
  caseEvents: {
    address: caseEventsTopic,
    description: 'Every notice once more, for monitoring inside the installation.',
    message: 'notice',
    action: 'send',
  },
};

const channel = ([name, topic]: [string, Topic]): [string, object] => [
  name,
  {
    address: topic.address,
    description: topic.description,
    ...(topic.address.includes(anyInstitution) ? { parameters } : {}),
    messages: { [topic.message]: { $ref: `#/components/messages/${topic.message}` } },
  },
];

const operation = ([name, topic]: [string, Topic]): [string, object] => [
  `${topic.action}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  {
    action: topic.action,
    channel: { $ref: `#/channels/${name}` },
    messages: [{ $ref: `#/channels/${name}/messages/${topic.message}` }],
  },
];

const payload = (shape: z.ZodType): object =>
  z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });

const rejection = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  description: 'problem+json in the language of the institution',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
  },
};

/** The document as YAML; the same shapes give the same text. */
export const asyncApiDocument = (): string =>
  stringify(
    {
      asyncapi: '3.0.0',
      info: {
        title: 'Relais events',
        version: '1.0.0',
        description:
          'Thin CloudEvents 1.0 in Kafka binary mode: ids, codes and dates. No personal datum ever.',
        license: { name: 'Apache-2.0' },
      },
      defaultContentType: 'application/json',
      channels: Object.fromEntries(Object.entries(topics).map(channel)),
      operations: Object.fromEntries(Object.entries(topics).map(operation)),
      components: {
        messages: {
          notice: { title: 'Notice', payload: payload(NoticeEvent) },
          command: { title: 'Command of an institution', payload: payload(CommandEvent) },
          rejection: { title: 'Rejection', payload: rejection },
        },
      },
    },
    { aliasDuplicateObjects: false },
  );
