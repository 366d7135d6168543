/** The AsyncAPI 3 document: which topics there are, and what travels on them. Made from the zod shapes. */
import { stringify } from 'yaml';
import {
  caseEventsTopic,
  inboxTopic,
  notificationTopic,
  rejectedTopic,
} from '../../infra/kafka/topics';
import { version } from '../../package.json';
import { contractMessages, messagesOn } from './messages';

const anyInstitution = '{institutionId}';
const parameters = {
  institutionId: { description: 'Id of the institution, such as sg-rav or zh-sh-winterthur' },
};

interface Topic {
  readonly address: string;
  readonly description: string;
  readonly messages: readonly string[];
  /** What this product does on the topic. */
  readonly action: 'send' | 'receive';
}

const topics: Readonly<Record<string, Topic>> = {
  notifications: {
    address: notificationTopic(anyInstitution),
    description:
      'Everything an institution must be told. Key: the case id, so order holds per case.',
    messages: messagesOn.notices,
    action: 'send',
  },
  inbox: {
    address: inboxTopic(anyInstitution),
    description:
      'What an institution answers: the same commands as over HTTP, in binary or structured mode.',
    messages: messagesOn.commands,
    action: 'receive',
  },
  rejected: {
    address: rejectedTopic(anyInstitution),
    description: 'What was not taken from the inbox: the original id and an RFC 9457 problem.',
    messages: messagesOn.rejections,
    action: 'send',
  },
  caseEvents: {
    address: caseEventsTopic,
    description:
      'Every event of every case, for monitoring inside the installation: a copy of each notice, and a record of each event that nobody had to be told of.',
    messages: messagesOn.caseEvents,
    action: 'send',
  },
};

const channel = ([name, topic]: [string, Topic]): [string, object] => [
  name,
  {
    address: topic.address,
    description: topic.description,
    ...(topic.address.includes(anyInstitution) ? { parameters } : {}),
    messages: Object.fromEntries(
      topic.messages.map((message) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
  },
];

/** Without a list of its own, an operation is about every message of its channel. */
const operation = ([name, topic]: [string, Topic]): [string, object] => [
  `${topic.action}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
  { action: topic.action, channel: { $ref: `#/channels/${name}` } },
];

const description = [
  'Thin CloudEvents 1.0: ids, codes and dates. No personal datum ever.',
  'What this product sends is in Kafka binary mode: attributes are headers, the value is the data.',
  '`dataschema` is `urn:relais:schema:` and the name of a schema under components.schemas.',
  'Readers overlook fields and codes they do not know: a later release may add them.',
].join(' ');

/** The document as YAML; the same shapes give the same text. */
export const asyncApiDocument = (): string =>
  stringify(
    {
      asyncapi: '3.1.0',
      info: { title: 'Relais events', version, description, license: { name: 'Apache-2.0' } },
      defaultContentType: 'application/json',
      channels: Object.fromEntries(Object.entries(topics).map(channel)),
      operations: Object.fromEntries(Object.entries(topics).map(operation)),
      components: contractMessages(),
    },
    { aliasDuplicateObjects: false },
  );
