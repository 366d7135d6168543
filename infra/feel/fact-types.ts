/** What an expression may look at, and of which type it is: read from the shape of the facts. */
import { z } from 'zod';
import { JudgedFacts, LanguageLevel } from '../../schemas/index';

/** The type of one fact; of a list, the type of its entries. */
export interface FactType {
  readonly kind: 'text' | 'number' | 'boolean' | 'object';
  readonly list: boolean;
  /** The longest list that a dossier may hold. */
  readonly longest: number;
  /** The closed set of values. */
  readonly codes?: readonly string[];
  /** The codes are in order as texts (A1 before A2). */
  readonly ordered: boolean;
  readonly isDate: boolean;
  readonly least: number;
  readonly most: number;
}

interface JsonShape {
  readonly $ref?: string;
  readonly $defs?: Record<string, JsonShape>;
  readonly properties?: Record<string, JsonShape>;
  readonly items?: JsonShape;
  readonly maxItems?: number;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Where a fact comes from is no reason to decide otherwise: `provenance` has no name here. */
const root = z.toJSONSchema(JudgedFacts.omit({ provenance: true }), { io: 'input' }) as JsonShape;

const resolved = (shape: JsonShape): JsonShape => {
  const name = shape.$ref?.split('/').at(-1);
  return name === undefined ? shape : (root.$defs?.[name] ?? {});
};

const kindOf = ({ type }: JsonShape): FactType['kind'] => {
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'object';
};

const typeOf = (shape: JsonShape, entry: JsonShape): FactType => ({
  kind: kindOf(entry),
  list: shape.items !== undefined,
  longest: shape.maxItems ?? 1,
  ...(entry.enum === undefined ? {} : { codes: entry.enum }),
  ordered: entry.enum?.join() === LanguageLevel.options.join(),
  isDate: entry.format === 'date',
  least: entry.minimum ?? 0,
  most: entry.maximum ?? Number.MAX_SAFE_INTEGER,
});

const walk = (given: JsonShape, path: string): [string, FactType][] => {
  const shape = resolved(given);
  const entry = shape.items ? resolved(shape.items) : shape;
  return [
    ...(path === '' ? [] : [[path, typeOf(shape, entry)] satisfies [string, FactType]]),
    ...Object.entries(entry.properties ?? {}).flatMap(([name, inner]) =>
      walk(inner, path === '' ? name : `${path}.${name}`),
    ),
  ];
};

/** Every fact by its dotted path, `registrations.state` included. */
export const factTypes: ReadonlyMap<string, FactType> = new Map(walk(root, ''));
