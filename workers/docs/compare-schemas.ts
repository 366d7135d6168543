/**
 * Whether a schema may follow another one without its readers or writers being asked. One law: what
 * the inner side may hold, the outer side takes. For what is read by institutions (outbound) the
 * schema of today is inside the released one; for what they write (inbound) it is around it. On top,
 * a field never goes away, and a code may be added to a list that is read: readers are told to
 * overlook what they do not know.
 */
import type { JsonSchema } from './json-schemas';
import {
  fieldsOf,
  forms,
  isClosed,
  isSchema,
  known,
  largest,
  list,
  requiredIn,
  resolve,
  same,
  smallest,
  typesOf,
  valuesOf,
} from './read-schema';
import type { Definitions } from './read-schema';

export type Direction = 'outbound' | 'inbound';

/** What breaks somebody, in words for who reads the failed check. */
export const schemaRules = {
  field_removed: 'a field went away',
  field_now_required: 'a writer must send a field that was optional or unknown',
  field_now_optional: 'a reader may miss a field that was always there',
  field_added_to_closed: 'a reader was promised that there are no other fields',
  closed_or_opened: 'other fields are refused now, or may come now',
  type_changed: 'the type is another one',
  value_removed: 'a writer may not send a value any more',
  constant_changed: 'a reader meets another value than the only one there was',
  list_opened: 'a reader meets values outside the list',
  limit_changed: 'a writer may send less, or a reader meets more, than the limit said',
  form_changed: 'a pattern or format is another one',
  choice_removed: 'a writer may not send one of the alternatives any more',
  choice_added: 'a reader meets an alternative it does not know',
  default_changed: 'what a writer leaves out means something else',
  not_understood: 'a keyword changed that this comparison does not know',
} as const;

export interface Change {
  /** Message, then fields: `ch.relais.case.closed.v1 payload/code`. */
  readonly where: string;
  readonly rule: string;
  readonly detail?: string;
}

interface Pair {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly inner: JsonSchema;
  readonly outer: JsonSchema;
}

export interface Context {
  readonly direction: Direction;
  readonly definitions: { readonly before: Definitions; readonly after: Definitions };
  readonly where: string;
}

type Check = (pair: Pair, context: Context) => Change[];

const change = (context: Context, rule: keyof typeof schemaRules, detail?: string): Change => ({
  where: context.where,
  rule,
  ...(detail === undefined ? {} : { detail }),
});

const types: Check = ({ inner, outer }, context) => {
  const taken = typesOf(outer);
  const fits = (type: string): boolean =>
    taken?.includes(type) === true || (type === 'integer' && taken?.includes('number') === true);
  if (taken === undefined || typesOf(inner)?.every(fits) === true) return [];
  return [change(context, 'type_changed')];
};

const values: Check = ({ inner, outer }, context) => {
  const [held, taken] = [valuesOf(inner), valuesOf(outer)];
  if (taken === undefined) return [];
  const others = held?.filter((value) => !taken.includes(value)) ?? [];
  if (context.direction === 'inbound') {
    if (held === undefined) return [change(context, 'value_removed', 'any')];
    return others.map((value) => change(context, 'value_removed', JSON.stringify(value)));
  }
  if (held === undefined) return [change(context, 'list_opened')];
  return 'const' in outer && others.length > 0 ? [change(context, 'constant_changed')] : [];
};

const limits: Check = ({ inner, outer }, context) => {
  if (valuesOf(inner) !== undefined) return [];
  const at = (schema: JsonSchema, name: string, none: number): number =>
    (schema[name] as number | undefined) ?? none;
  const below = smallest.filter((name) => at(inner, name, -Infinity) < at(outer, name, -Infinity));
  const above = largest.filter((name) => at(inner, name, Infinity) > at(outer, name, Infinity));
  return [...below, ...above].map((name) => change(context, 'limit_changed', name));
};

/** A closed list of texts fits a pattern when each of them does; anything else must be the same. */
const form: Check = ({ inner, outer }, context) => {
  const fits = (name: string): boolean => {
    const [held, pattern] = [valuesOf(inner), outer[name]];
    if (pattern === undefined || same(inner[name], pattern)) return true;
    if (name !== 'pattern' || typeof pattern !== 'string' || held === undefined) return false;
    const matches = new RegExp(pattern, 'u');
    return held.every((value) => typeof value === 'string' && matches.test(value));
  };
  return forms.filter((name) => !fits(name)).map((name) => change(context, 'form_changed', name));
};

const within = (context: Context, name: string): Context => ({
  ...context,
  where: `${context.where}/${name}`,
});

const fields: Check = ({ before, after, inner, outer }, context) => {
  const [were, are] = [fieldsOf(before), fieldsOf(after)];
  const gone = Object.keys(were).filter((name) => !(name in are));
  const strange = Object.keys(are).filter((name) => !(name in were));
  const missed = requiredIn(outer).filter(
    (name) => !requiredIn(inner).includes(name) && !gone.includes(name),
  );
  const outbound = context.direction === 'outbound';
  const missing = outbound ? 'field_now_optional' : 'field_now_required';
  return [
    ...gone.map((name) => change(within(context, name), 'field_removed')),
    ...missed.map((name) => change(within(context, name), missing)),
    ...(outbound && isClosed(before) ? strange : []).map((name) =>
      change(within(context, name), 'field_added_to_closed'),
    ),
    ...Object.keys(were)
      .filter((name) => name in are)
      .flatMap((name) => compareSchemas(were[name] ?? {}, are[name] ?? {}, within(context, name))),
  ];
};

/** What else an object or a list may hold: another schema, anything, or nothing. */
const contents: Check = ({ before, after, inner, outer }, context) => {
  const opened = isClosed(outer) && !isClosed(inner);
  const deeper = ['items', 'additionalProperties', 'propertyNames'].flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (same(was, is) || typeof was === 'boolean' || typeof is === 'boolean') return [];
    return compareSchemas(isSchema(was) ? was : {}, isSchema(is) ? is : {}, within(context, name));
  });
  return [...(opened ? [change(context, 'closed_or_opened')] : []), ...deeper];
};

const rest: Check = ({ before, after }, context) => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const strange = names.filter((name) => !known.has(name) && !same(before[name], after[name]));
  const silent = context.direction === 'inbound' && before['default'] !== undefined;
  return [
    ...strange.map((name) => change(context, 'not_understood', name)),
    ...(silent && !same(before['default'], after['default'])
      ? [change(context, 'default_changed')]
      : []),
  ];
};

const alternatives = (schema: JsonSchema): readonly JsonSchema[] | undefined => {
  const found = list<JsonSchema>(schema['anyOf'] ?? schema['oneOf']);
  return found.length > 0 ? found : undefined;
};

/** What tells an alternative from the others, `kind=acceptReferral`; empty when nothing does. */
const labelOf = (schema: JsonSchema, definitions: Definitions): string =>
  Object.entries(fieldsOf(resolve(schema, definitions)))
    .flatMap(([name, field]) => ('const' in field ? [`${name}=${String(field['const'])}`] : []))
    .join(',');

/** Every alternative of the inner side has one on the outer side that takes it. */
function choices(pair: Pair, context: Context): Change[] {
  const outbound = context.direction === 'outbound';
  const { definitions } = context;
  const labelled = (schema: JsonSchema, names: Definitions) =>
    (alternatives(schema) ?? [schema]).map((one) => ({ one, label: labelOf(one, names) }));
  const before = labelled(pair.before, definitions.before);
  const after = labelled(pair.after, definitions.after);
  const [held, taken] = outbound ? [after, before] : [before, after];
  return held.flatMap(({ one, label }) => {
    const there = within(context, label === '' ? 'alternative' : label);
    const results = taken
      .filter((other) => other.label === label)
      .map((other) =>
        outbound ? compareSchemas(other.one, one, there) : compareSchemas(one, other.one, there),
      );
    const best = results.sort((a, b) => a.length - b.length)[0];
    if (best !== undefined && (label !== '' || best.length === 0)) return best;
    return [change(there, outbound ? 'choice_added' : 'choice_removed')];
  });
}

const checks: readonly Check[] = [types, values, limits, form, fields, contents, rest];

/** What breaks between the schema that was released and the one of today. The shapes are no loops. */
export function compareSchemas(was: JsonSchema, is: JsonSchema, context: Context): Change[] {
  const before = resolve(was, context.definitions.before);
  const after = resolve(is, context.definitions.after);
  const [inner, outer] = context.direction === 'outbound' ? [after, before] : [before, after];
  const pair = { before, after, inner, outer };
  if (alternatives(before) !== undefined || alternatives(after) !== undefined) {
    return [...choices(pair, context), ...rest(pair, context)];
  }
  return checks.flatMap((check) => check(pair, context));
}
