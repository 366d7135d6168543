/** From the syntax tree of an expression to a rule in three values. */
import { factNames } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { collect, iterated, listOf } from './references';
import type { Scope } from './references';
import type { Leaf, Rule } from './rule';
import { childrenOf, parse, textOf } from './syntax';
import type { SyntaxNode } from './syntax';

const leaf = (node: SyntaxNode, scope: Scope): Leaf => {
  const cursor = node.cursor();
  do {
    if (cursor.from >= node.to) break;
    if (cursor.name === 'QuantifiedExpression')
      throw new InvalidExpression(
        scope.source,
        '"some" and "every" only at the top, in and/or/not, or inside each other',
        cursor.from,
      );
  } while (cursor.next());
  return { kind: 'leaf', source: textOf(node, scope.source), references: collect(node, scope) };
};

/** A variable of such a name would hide a fact, and nobody could tell which of them is meant. */
const taken = new Set([...[...factNames].flatMap((path) => path.split('.')), 'item', 'parameters']);

const variableOf = (name: SyntaxNode, scope: Scope): string => {
  const variable = textOf(name, scope.source);
  if (taken.has(variable) || scope.variables.has(variable))
    throw new InvalidExpression(scope.source, 'a variable with a name of its own', name.from);
  return variable;
};

const quantified = (node: SyntaxNode, scope: Scope): Rule => {
  const [word, iterators, , condition] = childrenOf(node);
  const [name, list] = iterated(iterators) ?? [];
  const fact = list && listOf(list, scope);
  if (!name || !condition || !list || !fact)
    throw new InvalidExpression(scope.source, 'one variable over one list of facts', node.from);
  const variable = variableOf(name, scope);
  const inside = { ...scope, variables: new Map(scope.variables).set(variable, fact) };
  return {
    kind: word?.name === 'every' ? 'every' : 'some',
    variable,
    list: leaf(list, scope),
    rule: ruleOf(condition, inside),
  };
};

const operands = (node: SyntaxNode, word: string): SyntaxNode[] =>
  childrenOf(node).filter((child) => child.name !== word);

const ruleOf = (node: SyntaxNode, scope: Scope): Rule => {
  switch (node.name) {
    case 'Conjunction':
      return { kind: 'and', rules: operands(node, 'and').map((child) => ruleOf(child, scope)) };
    case 'Disjunction':
      return { kind: 'or', rules: operands(node, 'or').map((child) => ruleOf(child, scope)) };
    case 'QuantifiedExpression':
      return quantified(node, scope);
    case 'ParenthesizedExpression': {
      const inner = childrenOf(node)[1];
      return inner ? ruleOf(inner, scope) : leaf(node, scope);
    }
    case 'FunctionInvocation': {
      const argument = node.getChild('PositionalParameters')?.firstChild;
      const negates = node.firstChild && textOf(node.firstChild, scope.source) === 'not';
      return negates && argument
        ? { kind: 'not', rule: ruleOf(argument, scope) }
        : leaf(node, scope);
    }
    default:
      return leaf(node, scope);
  }
};

/** Compiles an expression. Throws InvalidExpression with position and what was expected. */
export const compile = (source: string): Rule =>
  ruleOf(parse(source), { source, variables: new Map() });
