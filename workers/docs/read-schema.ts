/** The keywords of JSON Schema as far as zod writes them, and how to read them. */
import { nameOf } from './json-schemas';
import type { JsonSchema } from './json-schemas';

/** Schemas by the name they have in their document. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

export const smallest = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'];
export const largest = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'];
export const forms = ['pattern', 'format', 'multipleOf', 'uniqueItems', 'contentEncoding'];
const structure = ['$ref', 'type', 'const', 'enum', 'properties', 'required', 'items', 'default'];
const combined = ['additionalProperties', 'propertyNames', 'anyOf', 'oneOf', 'allOf'];
const remarks = ['title', 'description', 'examples', '$comment', 'deprecated'];
export const known = new Set([
  ...smallest,
  ...largest,
  ...forms,
  ...structure,
  ...combined,
  ...remarks,
]);

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = <T>(value: unknown): readonly T[] =>
  Array.isArray(value) ? (value as T[]) : [];
export const fieldsOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Definitions;
export const requiredIn = (schema: JsonSchema) => list<string>(schema['required']);
export const isClosed = (schema: JsonSchema): boolean => schema['additionalProperties'] === false;

/** Follows references and joins what is said in several places. */
export function resolve(schema: JsonSchema, definitions: Definitions): JsonSchema {
  const name = nameOf(schema);
  if (name !== undefined) return resolve(definitions[name] ?? {}, definitions);
  const parts = list<JsonSchema>(schema['allOf']).map((part) => resolve(part, definitions));
  const { allOf: _joined, ...own } = schema;
  return [...parts, own].reduce<JsonSchema>(
    (all, part) => ({
      ...all,
      ...part,
      ...((part['properties'] ?? all['properties'])
        ? { properties: { ...fieldsOf(all), ...fieldsOf(part) } }
        : {}),
      required: [...new Set([...requiredIn(all), ...requiredIn(part)])],
    }),
    {},
  );
}

export const valuesOf = (schema: JsonSchema): readonly unknown[] | undefined =>
  'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined);

export const typesOf = (schema: JsonSchema): readonly string[] | undefined => {
  const type = schema['type'];
  return typeof type === 'string' ? [type] : (type as string[] | undefined);
};
