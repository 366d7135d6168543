/** The types in an expression: every comparison, condition and function gets what it can work with. */
import { factTypes } from './fact-types';
import { factOf, parameterOf } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { collect, iterated, listOf, plainPath, reference } from './references';
import type { Scope } from './references';
import { childrenOf, parse, textOf } from './syntax';
import type { SyntaxNode } from './syntax';
import { unequalTypes, unorderedTypes } from './value-type';
import type { ParameterValues, ValueType } from './value-type';

interface TypeScope extends Scope {
  readonly parameters: ParameterValues;
}

const TOKENS = new Set(['(', ')', '[', ']', '..', 'and', 'or', 'in', 'between', 'ArithOp']);
const isOperand = ({ name }: SyntaxNode): boolean => !TOKENS.has(name);
const operandsOf = (node: SyntaxNode): SyntaxNode[] => childrenOf(node).filter(isOperand);

const refuse = (scope: Scope, node: SyntaxNode | undefined, expected: string): never => {
  throw new InvalidExpression(scope.source, expected, node?.from ?? 0);
};

const parameterType = (name: string, path: string, scope: TypeScope): ValueType => {
  const values = scope.parameters[name] ?? [];
  const texts = values.filter((value) => typeof value === 'string');
  const plain = { name: path, list: false };
  if (texts.length > 0) return { ...plain, kind: 'text', values: texts };
  return { ...plain, kind: typeof values[0] === 'number' ? 'number' : 'boolean' };
};

const pathType = (names: readonly string[], scope: TypeScope): ValueType => {
  const { fact, entry } = reference(names, scope);
  const name = names.join('.');
  const parameter = parameterOf(fact);
  if (parameter !== undefined) return parameterType(parameter, name, scope);
  const type =
    factTypes.get(fact) ?? refuse(scope, undefined, `the name of a known fact, not ${name}`);
  return { ...type, name, list: !entry && (type.list || factOf(fact) !== fact) };
};

const plain = (kind: ValueType['kind'], node: SyntaxNode, scope: TypeScope): ValueType => ({
  kind,
  list: false,
  name: textOf(node, scope.source),
});

const condition = (node: SyntaxNode, scope: TypeScope): void => {
  const type = typeOf(node, scope);
  if (type.kind !== 'boolean' || type.list)
    refuse(scope, node, `a condition that is true or false, not ${type.name}`);
};

const listType = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const type = typeOf(node, scope);
  return type.list ? type : refuse(scope, node, `a list, not ${type.name}`);
};

const sameKind = (nodes: readonly SyntaxNode[], scope: TypeScope): ValueType[] => {
  const types = nodes.map((node) => typeOf(node, scope));
  types.forEach((type, index) => {
    const wrong = types[0] && index > 0 ? unequalTypes(types[0], type) : undefined;
    if (wrong !== undefined && nodes[index]) refuse(scope, nodes[index], wrong);
  });
  return types;
};

const numbers = (nodes: readonly SyntaxNode[], scope: TypeScope): void => {
  for (const node of nodes) {
    const type = typeOf(node, scope);
    if (type.kind !== 'number') refuse(scope, node, `a number, not ${type.name}`);
  }
};

/** Two values at a comparison sign, or at an end of a range, which has an order as well. */
const meet = (
  [left, right]: readonly [ValueType, ValueType],
  place: SyntaxNode,
  scope: TypeScope,
): void => {
  const equality = ['=', '!='].includes(textOf(place, scope.source));
  const wrong = equality ? unequalTypes(left, right) : unorderedTypes(left, right);
  if (wrong !== undefined) refuse(scope, place, wrong);
};

/** `left` against one entry of `in (…)`: a value, a list, an interval or a comparison. */
const inTest = (left: ValueType, node: SyntaxNode, scope: TypeScope): void => {
  const [first, second] = childrenOf(node);
  switch (node.name) {
    case 'PositiveUnaryTests':
    case 'PositiveUnaryTest':
    case 'ParenthesizedExpression':
    case 'List':
    case 'SimplePositiveUnaryTest':
      if (first?.name === 'CompareOp' && second) meet([left, typeOf(second, scope)], first, scope);
      else operandsOf(node).forEach((child) => inTest(left, child, scope));
      return;
    case 'Interval':
      operandsOf(node).forEach((end) => meet([left, typeOf(end, scope)], end, scope));
      return;
    default: {
      const wrong = unequalTypes(left, { ...typeOf(node, scope), list: false });
      if (wrong !== undefined) refuse(scope, node, wrong);
    }
  }
};

const comparison = (node: SyntaxNode, scope: TypeScope): void => {
  const [leftNode, word, ...rest] = childrenOf(node);
  if (!leftNode || !word) return;
  const left = typeOf(leftNode, scope);
  if (word.name === 'in') {
    if (left.list) refuse(scope, leftNode, `one value before "in", not the list ${left.name}`);
    rest.filter(isOperand).forEach((test) => inTest(left, test, scope));
    return;
  }
  for (const right of rest.filter(isOperand))
    meet([left, typeOf(right, scope)], word.name === 'CompareOp' ? word : right, scope);
};

const contains = (args: readonly SyntaxNode[], scope: TypeScope): void => {
  const [list, value] = args;
  if (!list || !value) return;
  const wrong = unequalTypes({ ...listType(list, scope), list: false }, typeOf(value, scope));
  if (wrong !== undefined) refuse(scope, value, wrong);
};

const texts = (args: readonly SyntaxNode[], scope: TypeScope): void => {
  for (const arg of args) {
    const type = typeOf(arg, scope);
    if (type.kind !== 'text' || type.list) refuse(scope, arg, `a text, not ${type.name}`);
  }
};

/** `date(…)` of a fact or of a text that is a date. */
const day = (node: SyntaxNode, scope: TypeScope): void => {
  const args = childrenOf(node.getChild('PositionalParameters') ?? node);
  texts(args, scope);
  const [only] = args.map((arg) => typeOf(arg, scope));
  const wrong =
    only && unequalTypes({ kind: 'text', list: false, name: 'date', isDate: true }, only);
  if (!only || args.length > 1 || wrong !== undefined)
    refuse(scope, node, wrong ?? 'date("YYYY-MM-DD")');
};

const TWO_VALUES = new Set(['list contains', 'contains', 'starts with', 'ends with']);

/** The values in the brackets of a function, as many as it takes. */
const argumentsOf = (
  name: string,
  node: SyntaxNode,
  scope: TypeScope,
): readonly [SyntaxNode, ...SyntaxNode[]] => {
  const [first, ...more] = childrenOf(node.getChild('PositionalParameters') ?? node);
  const wanted = TWO_VALUES.has(name) ? 2 : 1;
  const several = name === 'min' || name === 'max';
  return first && (several || more.length === wanted - 1)
    ? [first, ...more]
    : refuse(scope, node, `${name} with ${wanted} value${wanted > 1 ? 's' : ''} in brackets`);
};

const functionType = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const name = node.firstChild ? textOf(node.firstChild, scope.source) : '';
  const args = argumentsOf(name, node, scope);
  const [first] = args;
  switch (name) {
    case 'not':
      condition(first, scope);
      return plain('boolean', node, scope);
    case 'count':
      listType(first, scope);
      return plain('number', node, scope);
    case 'sum':
      numbers([first], scope);
      return plain('number', node, scope);
    case 'distinct values':
      return listType(first, scope);
    case 'list contains':
      contains(args, scope);
      return plain('boolean', node, scope);
    case 'min':
    case 'max':
      return { ...(sameKind(args, scope)[0] ?? plain('number', node, scope)), list: false };
    default:
      texts(args, scope);
      return plain('boolean', node, scope);
  }
};

const filterType = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const [base, , test] = childrenOf(node);
  if (!base || !test) return plain('object', node, scope);
  const type = listType(base, scope);
  const list = listOf(base, scope);
  condition(test, list === undefined ? scope : { ...scope, list });
  return { ...type, name: textOf(node, scope.source) };
};

const computedPath = (node: SyntaxNode, scope: TypeScope): ValueType => {
  if (node.firstChild) typeOf(node.firstChild, scope);
  const fact = collect(node, scope).at(-1)?.fact ?? '';
  return { ...pathType(fact.split('.'), { ...scope, variables: new Map() }), list: true };
};

const quantified = (node: SyntaxNode, scope: TypeScope): void => {
  const [, iterators, , test] = childrenOf(node);
  const [name, list] = iterated(iterators) ?? [];
  const fact = list && listOf(list, scope);
  if (!name || !list || !test || fact === undefined) return;
  listType(list, scope);
  const variables = new Map(scope.variables).set(textOf(name, scope.source), fact);
  condition(test, { ...scope, variables });
};

const literalList = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const types = sameKind(operandsOf(node), scope);
  const values = types.flatMap((type) => type.values ?? []);
  return { ...(types[0] ?? plain('text', node, scope)), list: true, values };
};

const stringType = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const type = plain('text', node, scope);
  return { ...type, values: [type.name.slice(1, -1)] };
};

const typeOf = (node: SyntaxNode, scope: TypeScope): ValueType => {
  const path = plainPath(node, scope.source);
  if (path) return pathType(path, scope);
  const operands = operandsOf(node);
  switch (node.name) {
    case 'StringLiteral':
      return stringType(node, scope);
    case 'NumericLiteral':
      return plain('number', node, scope);
    case 'ArithmeticExpression':
      numbers(operands, scope);
      return plain('number', node, scope);
    case 'DateTimeLiteral':
      day(node, scope);
      return plain('moment', node, scope);
    case 'List':
      return literalList(node, scope);
    case 'ParenthesizedExpression':
      return operands[0] ? typeOf(operands[0], scope) : plain('object', node, scope);
    case 'FunctionInvocation':
      return functionType(node, scope);
    case 'FilterExpression':
      return filterType(node, scope);
    case 'PathExpression':
      return computedPath(node, scope);
    case 'Comparison':
      comparison(node, scope);
      return plain('boolean', node, scope);
    case 'QuantifiedExpression':
      quantified(node, scope);
      return plain('boolean', node, scope);
    case 'Conjunction':
    case 'Disjunction':
      operands.forEach((operand) => condition(operand, scope));
      return plain('boolean', node, scope);
    default:
      return plain('boolean', node, scope);
  }
};

/** Throws InvalidExpression at the first place whose type does not fit. Every name must be known. */
export const checkTypes = (source: string, parameters: ParameterValues): void =>
  condition(parse(source), { source, variables: new Map(), parameters });
