/** Checks of one rule at the desk: it parses, is true or false, and names only facts that exist. */
import { compile } from './compile';
import { makeExpressions } from './expressions';
import { factNames } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { referencesOf } from './rule';
import { sampleFacts } from './sample-facts';

export interface ExpressionProblem {
  readonly part: 'when' | 'needs';
  readonly expected: string;
}

const nearest = (name: string): string => {
  const last = name.split('.').at(-1)?.toLowerCase() ?? '';
  const close = [...factNames].filter((known) => known.toLowerCase().includes(last));
  return close.length > 0 ? `; perhaps ${close.slice(0, 3).join(', ')}` : '';
};

const unknownNames = (
  part: ExpressionProblem['part'],
  names: readonly string[],
): ExpressionProblem[] =>
  [...new Set(names)]
    .filter((name) => !factNames.has(name))
    .map((name) => ({ part, expected: `the name of a known fact, not "${name}"${nearest(name)}` }));

/** What is wrong with an expression and the facts its rule needs; empty when nothing is. */
export const checkExpression = (
  when: string,
  needs: readonly string[] = [],
): ExpressionProblem[] => {
  try {
    const names = referencesOf(compile(when)).map(({ fact }) => fact);
    const strangers = [...unknownNames('when', names), ...unknownNames('needs', needs)];
    // With every fact known each comparison has a value, so a wrong type shows at the desk.
    if (strangers.length === 0) makeExpressions().evaluate(when, sampleFacts);
    const constant: ExpressionProblem[] =
      names.length === 0 ? [{ part: 'when', expected: 'at least one fact to look at' }] : [];
    return [...constant, ...strangers];
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    return [{ part: 'when', expected: `${error.expected} (at character ${error.position + 1})` }];
  }
};
