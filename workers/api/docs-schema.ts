/** Named shapes of the API as HTML: one section each, in words a person can read. */
import { escape } from './html';

/** The part of JSON Schema that the shapes of this API use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A shape in words, with links to the shapes that have a name. */
export const shapeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `<a href="#shape-${escape(name)}">${escape(name)}</a>`;
  }
  if (schema.const !== undefined) return `<code>${escape(JSON.stringify(schema.const))}</code>`;
  if (schema.enum !== undefined) {
    return schema.enum.map((one) => `<code>${escape(String(one))}</code>`).join(' · ');
  }
  if (schema.items !== undefined) return `list of ${shapeOf(schema.items)}`;
  return combined(schema) ?? plain(schema);
};

const combined = (schema: Schema): string | undefined => {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return choices?.map(shapeOf).join(schema.allOf === undefined ? ' or ' : ' and ');
};

const plain = ({ properties, type, format }: Schema): string => {
  if (properties === undefined) {
    return escape([type ?? 'anything', format].flat().filter(Boolean).join(', '));
  }
  const fields = Object.entries(properties).map(
    ([name, child]) => `<code>${escape(name)}</code>: ${shapeOf(child)}`,
  );
  return `{ ${fields.join(', ')} }`;
};

/** One named shape with its fields. */
export const componentSection = (name: string, schema: Schema): string => {
  const fields = Object.entries(schema.properties ?? {});
  const what =
    fields.length === 0
      ? `<p>${shapeOf(schema)}</p>`
      : `<dl>${fields.map(([field, child]) => fieldLine(schema, field, child)).join('')}</dl>`;
  const note = schema.description === undefined ? '' : `<p>${escape(schema.description)}</p>`;
  return `<section aria-labelledby="shape-${escape(name)}">
  <h3 id="shape-${escape(name)}">${escape(name)}</h3>${note}${what}</section>`;
};

const fieldLine = (schema: Schema, field: string, child: Schema): string =>
  `<dt><code>${escape(field)}</code>${schema.required?.includes(field) ? '' : ' (optional)'}</dt>
  <dd>${shapeOf(child)} ${escape(child.description ?? '')}</dd>`;
