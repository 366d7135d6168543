/** Checks of one rule at the desk: it parses, names what exists, its types fit, it ends in time. */
import { compile } from './compile';
import { makeExpressions } from './expressions';
import { factNames, parameterOf } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { referencesOf } from './rule';
import { largestFacts, sampleFacts } from './sample-facts';
import { checkTypes } from './types';
import type { ParameterValues } from './value-type';

export interface ExpressionProblem {
  readonly part: 'when' | 'needs';
  readonly expected: string;
}

type Part = ExpressionProblem['part'];

const nearest = (name: string): string => {
  const last = name.split('.').at(-1)?.toLowerCase() ?? '';
  const close = [...factNames].filter((known) => known.toLowerCase().includes(last));
  return close.length > 0 ? `; perhaps ${close.slice(0, 3).join(', ')}` : '';
};

const unknownFacts = (part: Part, names: readonly string[]): ExpressionProblem[] =>
  [...new Set(names)]
    .filter((name) => !factNames.has(name))
    .map((name) => ({ part, expected: `the name of a known fact, not "${name}"${nearest(name)}` }));

const unknownParameters = (
  names: readonly string[],
  parameters: ParameterValues,
): ExpressionProblem[] =>
  [...new Set(names)]
    .filter((name) => !Object.hasOwn(parameters, name))
    .map((name) => {
      const declared = Object.keys(parameters).join(', ') || 'it declares none';
      return { part: 'when', expected: `a parameter of this policy (${declared}), not "${name}"` };
    });

/** Steps are counted anew each time; only what was interpreted already is not interpreted again. */
const expressions = makeExpressions();

/** With every fact known each comparison has a value; with all lists full it costs most. */
const tryOut = (when: string, parameters: ParameterValues): void => {
  const values = Object.entries(parameters).map(([name, [first]]) => [name, first] as const);
  for (const facts of [sampleFacts, largestFacts])
    expressions.evaluate(when, { ...facts, parameters: Object.fromEntries(values) });
};

/**
 * What is wrong with an expression and the facts its rule needs; empty when nothing is. `parameters`:
 * every value that a parameter of the policy has in any canton.
 */
export const checkExpression = (
  when: string,
  needs: readonly string[] = [],
  parameters: ParameterValues = {},
): ExpressionProblem[] => {
  try {
    const names = referencesOf(compile(when)).map(({ fact }) => fact);
    const facts = names.filter((name) => parameterOf(name) === undefined);
    const strangers = [
      ...unknownFacts('when', facts),
      ...unknownFacts('needs', needs),
      ...unknownParameters(
        names.flatMap((name) => parameterOf(name) ?? []),
        parameters,
      ),
    ];
    if (strangers.length > 0) return strangers;
    checkTypes(when, parameters);
    tryOut(when, parameters);
    return facts.length > 0 ? [] : [{ part: 'when', expected: 'at least one fact to look at' }];
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    return [{ part: 'when', expected: `${error.expected} (at character ${error.position + 1})` }];
  }
};
