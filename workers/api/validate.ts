/** Requests are parsed by zod; what does not fit is said by path and expectation, never by value. */
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

export interface Misfit {
  readonly path: string;
  readonly expected: string;
}

/** A request that does not have the shape of the route. */
export class InvalidRequest extends Error {
  constructor(
    readonly part: string,
    readonly misfits: readonly Misfit[],
  ) {
    super(`invalid ${part}`);
    this.name = 'InvalidRequest';
  }
}

/** More than this says nothing new to anybody, and a hostile body could make thousands. */
const maxMisfits = 50;

/** A JSON pointer without its first slash reads like the path people write: `facts.permit.category`. */
const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

const misfitsOf = (issue: z.core.$ZodIssue, base: readonly PropertyKey[]): Misfit[] => {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathOf([...path, key]), expected: 'no such field' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that got furthest is the one the writer most likely meant.
    const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return closest.flatMap((inner) => misfitsOf(inner, path));
  }
  return [{ path: pathOf(path), expected: expectation(issue.message) }];
};

/** zod says "Invalid input: expected boolean, received string": the reader needs the middle. */
const expectation = (message: string): string => {
  const found = /expected (.+?)(?:, received .*)?$/i.exec(message);
  return found?.[1] ?? message;
};

/** The misfits of a failed parse, in the order of the fields. */
export const explainMisfits = (error: z.ZodError): Misfit[] =>
  error.issues.flatMap((issue) => misfitsOf(issue, [])).slice(0, maxMisfits);

export const zodValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data) => {
    const result = schema.safeParse(data);
    return result.success
      ? { value: result.data }
      : { error: new InvalidRequest(httpPart ?? 'request', explainMisfits(result.error)) };
  };
