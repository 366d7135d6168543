/** The contract of today against the last released one: what would break an institution. */
import { parse } from 'yaml';
import { z } from 'zod';
import { compareSchemas, schemaRules } from './compare-schemas';
import type { Change, Direction } from './compare-schemas';

/** Every rule with its reason. */
export const contractRules = {
  topic_removed: 'a topic went away',
  topic_moved: 'a topic has another name',
  direction_changed: 'what was read is written now, or the other way round',
  message_removed: 'an event type went away',
  encoding_changed: 'the content type of a message is another one',
  ...schemaRules,
} as const;

const Reference = z.object({ $ref: z.string() });
const Schema = z.record(z.string(), z.unknown());
const Contract = z.object({
  channels: z.record(
    z.string(),
    z.object({ address: z.string(), messages: z.record(z.string(), Reference) }),
  ),
  operations: z.record(
    z.string(),
    z.object({ action: z.enum(['send', 'receive']), channel: Reference }),
  ),
  components: z.object({
    messages: z.record(
      z.string(),
      z.object({ contentType: z.string().optional(), headers: Schema, payload: Schema }),
    ),
    schemas: z.record(z.string(), Schema),
  }),
});
type Contract = z.infer<typeof Contract>;

const actionOn = (contract: Contract, channel: string): 'send' | 'receive' | undefined =>
  Object.values(contract.operations).find((one) => one.channel.$ref === `#/channels/${channel}`)
    ?.action;

function topicChanges(before: Contract, after: Contract): Change[] {
  return Object.entries(before.channels).flatMap(([name, was]): Change[] => {
    const where = `topic ${name}`;
    const is = after.channels[name];
    if (is === undefined) return [{ where, rule: 'topic_removed' }];
    const turned = actionOn(before, name) !== actionOn(after, name);
    return [
      ...(is.address === was.address ? [] : [{ where, rule: 'topic_moved', detail: is.address }]),
      ...(turned ? [{ where, rule: 'direction_changed' }] : []),
      ...Object.keys(was.messages)
        .filter((message) => !(message in is.messages))
        .map((message) => ({ where, rule: 'message_removed', detail: message })),
    ];
  });
}

/** Who reads a message decides what may change in it. */
const directionOf = (contract: Contract, message: string): Direction => {
  const channels = Object.entries(contract.channels).filter(([, one]) => message in one.messages);
  const taken = channels.some(([name]) => actionOn(contract, name) === 'receive');
  return taken ? 'inbound' : 'outbound';
};

function messageChanges(before: Contract, after: Contract): Change[] {
  const definitions = { before: before.components.schemas, after: after.components.schemas };
  return Object.entries(before.components.messages).flatMap(([name, was]): Change[] => {
    const is = after.components.messages[name];
    if (is === undefined) return [];
    const direction = directionOf(before, name);
    const part = (which: 'headers' | 'payload'): Change[] =>
      compareSchemas(was[which], is[which], { direction, definitions, where: `${name} ${which}` });
    return [
      ...(was.contentType === is.contentType ? [] : [{ where: name, rule: 'encoding_changed' }]),
      ...part('headers'),
      ...part('payload'),
    ];
  });
}

/** Every change that would break a reader or a writer, from two AsyncAPI documents in YAML. */
export function compareContracts(released: string, current: string): string[] {
  const [before, after] = [Contract.parse(parse(released)), Contract.parse(parse(current))];
  const changes = [...topicChanges(before, after), ...messageChanges(before, after)];
  return changes.map(({ where, rule, detail }) =>
    detail === undefined ? `${where}: ${rule}` : `${where}: ${rule} ${detail}`,
  );
}

/** A deliberate change: which (`*` stands for anything), why, and in which release. */
const Declaration = z.strictObject({
  change: z.string().min(1),
  reason: z.string().min(20),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
});
const Declarations = z.strictObject({ changes: z.array(Declaration) });

const isLater = (version: string, than: string): boolean =>
  version.localeCompare(than, 'en', { numeric: true }) > 0;

const covers = (pattern: string, text: string): boolean => {
  const parts = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(text);
};

/**
 * What is wrong with the changes, given what `docs/contracts/changes.yaml` declares: changes that
 * nobody declared, and declarations of nothing or of a release that is already out.
 */
export function faultsOf(changes: readonly string[], declared: string, released: string): string[] {
  const declarations = Declarations.parse(parse(declared)).changes;
  const undeclared = changes.filter(
    (text) => !declarations.some(({ change }) => covers(change, text)),
  );
  const idle = declarations.filter(({ change }) => !changes.some((text) => covers(change, text)));
  const late = declarations.filter(({ version }) => !isLater(version, released));
  return [
    ...undeclared.map((text) => `not declared: ${text}`),
    ...idle.map(({ change }) => `declared, but nothing changed so: ${change}`),
    ...late.map(({ change, version }) => `declared for ${version}, which is out: ${change}`),
  ];
}
