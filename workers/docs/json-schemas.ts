/** JSON Schemas of zod shapes, in the one place where an AsyncAPI document keeps them. */
import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

const home = '#/components/schemas/';

/** The definitions behind the shapes and, per shape, the schema that refers to them. */
export function jsonSchemas(shapes: Readonly<Record<string, z.ZodType>>) {
  const definitions: Record<string, JsonSchema> = {};
  const own = Object.entries(shapes).map(([name, shape]): [string, JsonSchema] => {
    const made = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
    // Inside a larger document `#` is that document.
    const text = JSON.stringify(made).replaceAll('"#/$defs/', `"${home}`);
    const { $defs, $schema: _dialect, ...schema } = JSON.parse(text) as Record<string, unknown>;
    Object.assign(definitions, $defs);
    return [name, schema];
  });
  return { definitions, schemas: Object.fromEntries(own) };
}

/** A reference to a definition. */
export const refTo = (name: string): JsonSchema => ({ $ref: `${home}${name}` });

/** The name of the definition that a reference leads to; undefined for any other schema. */
export const nameOf = (schema: JsonSchema): string | undefined => {
  const ref = schema['$ref'];
  return typeof ref === 'string' && ref.startsWith(home) ? ref.slice(home.length) : undefined;
};
