/** One criterion over one dossier, with the datum it looked at and the reason. */
import type { Criterion, CriterionResult } from '../../schemas/index';
import { factAt } from './known-facts';
import type { Scope } from './known-facts';
import { reasonFor } from './reason';

/** FEEL as plain functions, three-valued: `null` is unknown. Implemented outside, in `infra/feel`. */
export interface Expressions {
  evaluate(expression: string, facts: object): boolean | null;
  /** The facts an expression looks at, as dotted paths, in order of appearance. */
  references(expression: string): readonly string[];
  /** The facts whose absence makes it unknown; without it, every absent reference. */
  missing?(expression: string, facts: object): readonly string[];
}

const resultOf = (value: boolean | null): CriterionResult['result'] => {
  if (value === null) return 'unknown';
  return value ? 'pass' : 'fail';
};

const absentOf = (paths: readonly string[], facts: Scope): string[] =>
  paths.filter((path) => factAt(facts, path) === undefined);

const missingFor = (criterion: Criterion, facts: Scope, expressions: Expressions): string[] => {
  // The policy may name what to ask the office for; the expression alone knows only field names.
  const named = absentOf(criterion.needs ?? [], facts);
  if (named.length > 0) return named;
  if (expressions.missing) return [...expressions.missing(criterion.when, facts)];
  return absentOf(expressions.references(criterion.when), facts);
};

const dataFor = (paths: readonly string[], facts: Scope): Record<string, unknown> =>
  Object.fromEntries(
    paths
      .map((path): readonly [string, unknown] => [path, factAt(facts, path)])
      .filter(([, value]) => value !== undefined),
  );

type Origin = NonNullable<CriterionResult['origin']>[string];

const textAt = (facts: Scope, path: string): string | undefined => {
  const value = factAt(facts, path);
  return typeof value === 'string' ? value : undefined;
};

/** Who said a fact and when: what the fact itself tells counts before what its record tells. */
const originOf = (path: string, facts: Scope): Origin => {
  const [root = ''] = path.split('.', 1);
  const recorded = facts.provenance?.[root];
  const source = textAt(facts, `${root}.issuer`) ?? recorded?.source;
  const on = textAt(facts, `${root}.on`) ?? textAt(facts, `${root}.signedOn`) ?? recorded?.on;
  return { ...(source === undefined ? {} : { source }), ...(on === undefined ? {} : { on }) };
};

const originsFor = (data: Record<string, unknown>, facts: Scope): Record<string, Origin> =>
  Object.fromEntries(
    Object.keys(data)
      .map((path) => [path, originOf(path, facts)] as const)
      .filter(([, origin]) => Object.keys(origin).length > 0),
  );

/**
 * Judges one criterion. `missing` is empty unless the result is unknown.
 * Throws what `expressions` throws: an expression that is no FEEL is a fault of the policy.
 */
export const judge = (
  criterion: Criterion,
  facts: Scope,
  expressions: Expressions,
): CriterionResult => {
  const result = resultOf(expressions.evaluate(criterion.when, facts));
  const data = dataFor(expressions.references(criterion.when), facts);
  const origin = originsFor(data, facts);
  return {
    id: criterion.id,
    expression: criterion.when,
    result,
    data,
    ...(Object.keys(origin).length === 0 ? {} : { origin }),
    missing: result === 'unknown' ? missingFor(criterion, facts, expressions) : [],
    reason: reasonFor(result, criterion.text),
    source: criterion.source,
  };
};
