/** The names an expression may use: read from the shape of the facts, so that they cannot drift. */
import { z } from 'zod';
import { Facts } from '../../schemas/index';

interface JsonShape {
  readonly $ref?: string;
  readonly $defs?: Record<string, JsonShape>;
  readonly properties?: Record<string, JsonShape>;
  readonly items?: JsonShape;
  readonly type?: string;
}

const walk = (
  shape: JsonShape,
  path: string,
  into: { definitions: Record<string, JsonShape>; visit(path: string, isList: boolean): void },
): void => {
  const named = shape.$ref?.split('/').at(-1);
  const own = named === undefined ? shape : (into.definitions[named] ?? {});
  if (path !== '') into.visit(path, own.type === 'array');
  if (own.items) for (const inner of [own.items]) walkInside(inner, path, into);
  walkInside(own, path, into);
};

const walkInside: typeof walk = (shape, path, into) => {
  const named = shape.$ref?.split('/').at(-1);
  const own = named === undefined ? shape : (into.definitions[named] ?? {});
  for (const [name, inner] of Object.entries(own.properties ?? {}))
    walk(inner, path === '' ? name : `${path}.${name}`, into);
};

const all = new Set<string>();
const lists = new Set<string>();
const root = z.toJSONSchema(Facts, { io: 'input' }) as JsonShape;
walk(root, '', {
  definitions: root.$defs ?? {},
  visit: (path, isList) => (isList ? lists : all).add(path),
});

/** Every dotted path of the facts, `registrations.state` included. */
export const factNames: ReadonlySet<string> = new Set([...all, ...lists]);

/** The fact a path belongs to: `registrations.state` is a part of `registrations`. */
export const factOf = (path: string): string =>
  [...lists].find((list) => path.startsWith(`${list}.`)) ?? path;
