/** The names an expression may use: facts, and the parameters of the policy. */
import { factTypes } from './fact-types';

/** Every dotted path of the facts, `registrations.state` included. */
export const factNames: ReadonlySet<string> = new Set(factTypes.keys());

const lists = [...factTypes].filter(([, { list }]) => list).map(([name]) => name);

/** The fact a path belongs to: `registrations.state` is a part of `registrations`. */
export const factOf = (path: string): string =>
  lists.find((list) => path.startsWith(`${list}.`)) ?? path;

/** `parameters.minimum_age` → `minimum_age`; undefined for a fact. */
export const parameterOf = (path: string): string | undefined =>
  path.startsWith('parameters.') ? path.slice('parameters.'.length) : undefined;
