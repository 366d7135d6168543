/** One criterion over one dossier, with the datum it looked at and the reason. */
import type { Criterion, CriterionResult, Facts } from '../../schemas/index';
import { factAt } from './known-facts';
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

const absentOf = (paths: readonly string[], facts: Facts): string[] =>
  paths.filter((path) => factAt(facts, path) === undefined);

const missingFor = (criterion: Criterion, facts: Facts, expressions: Expressions): string[] => {
  // The policy may name what to ask the office for; the expression alone knows only field names.
  const named = absentOf(criterion.needs ?? [], facts);
  if (named.length > 0) return named;
  if (expressions.missing) return [...expressions.missing(criterion.when, facts)];
  return absentOf(expressions.references(criterion.when), facts);
};

const dataFor = (paths: readonly string[], facts: Facts): Record<string, unknown> =>
  Object.fromEntries(
    paths
      .map((path): readonly [string, unknown] => [path, factAt(facts, path)])
      .filter(([, value]) => value !== undefined),
  );

/**
 * Judges one criterion. `missing` is empty unless the result is unknown.
 * Throws what `expressions` throws: an expression that is no FEEL is a fault of the policy.
 */
export const judge = (
  criterion: Criterion,
  facts: Facts,
  expressions: Expressions,
): CriterionResult => {
  const result = resultOf(expressions.evaluate(criterion.when, facts));
  return {
    id: criterion.id,
    expression: criterion.when,
    result,
    data: dataFor(expressions.references(criterion.when), facts),
    missing: result === 'unknown' ? missingFor(criterion, facts, expressions) : [],
    reason: reasonFor(result, criterion.text),
    source: criterion.source,
  };
};
