/**
 * Which part of FEEL a policy may use. No loops over made-up ranges, no own functions, no clock, no
 * regular expressions: what is left is bounded by the length of the lists in the dossier.
 */
import { parseExpression } from 'feelin';
import { InvalidExpression } from './invalid-expression';

export type SyntaxNode = ReturnType<typeof parseExpression>['topNode'];

/** Longest expression, deepest nesting of list conditions. */
const LIMITS = { characters: 500, listConditions: 2 } as const;

/** What a rule is made of: everything that the grammar names otherwise is refused. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['Expression', 'Conjunction', 'Disjunction', 'Comparison', 'ParenthesizedExpression'],
  ...['QuantifiedExpression', 'InExpressions', 'InExpression', 'IterationContext'],
  ...['FilterExpression', 'PathExpression', 'FunctionInvocation', 'PositionalParameters'],
  ...['ArithmeticExpression', 'ArithOp', 'CompareOp', 'Interval', 'List'],
  ...['PositiveUnaryTests', 'PositiveUnaryTest', 'SimplePositiveUnaryTest'],
  ...['VariableName', 'PathName', 'Name', 'Identifier'],
  ...[
    'StringLiteral',
    'NumericLiteral',
    'BooleanLiteral',
    'DateTimeLiteral',
    'DateTimeConstructor',
  ],
  ...['and', 'or', 'in', 'between', 'some', 'every', 'satisfies', 'date'],
  ...['(', ')', '[', ']', '.', '..'],
]);
const INSTEAD: Readonly<Record<string, string>> = {
  ForExpression: 'no "for": use "some … satisfies" or a list condition [ … ]',
  FunctionDefinition: 'no own functions',
  NamedParameters: 'values in brackets without names',
  Context: 'no { … } objects',
  InstanceOfExpression: 'no "instance of": the facts have fixed types',
  IfExpression: 'no "if": use and/or/not',
  null: 'no "null": a fact that is not known is unknown by itself',
  AtLiteral: 'date("YYYY-MM-DD") instead of @"…"',
  LineComment: 'no comment inside an expression: write it as a comment of the YAML file',
  BlockComment: 'no comment inside an expression: write it as a comment of the YAML file',
};
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...['not', 'count', 'sum', 'min', 'max', 'distinct values'],
  ...['list contains', 'contains', 'starts with', 'ends with'],
]);
const HAVING = `one of the functions ${[...FUNCTIONS, 'date'].join(', ')}`;
const LIST_CONDITIONS: ReadonlySet<string> = new Set(['QuantifiedExpression', 'FilterExpression']);

/** The children of a node, in order. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
};

/** The text of a node. */
export const textOf = (node: SyntaxNode, source: string): string =>
  source.slice(node.from, node.to);

/** Words that the grammar allows and a policy does not need. */
const unusableWord = (node: SyntaxNode, text: string): string | undefined => {
  if (node.name === 'DateTimeConstructor' && text !== 'date') return HAVING;
  return node.name === 'ArithOp' && text === '**' ? 'no powers' : undefined;
};

/** What a node may not be by its kind; undefined when a policy may use it. */
const unusable = (node: SyntaxNode, source: string): string | undefined => {
  if (node.type.isError)
    return 'a complete FEEL expression (a word, operand or bracket is missing)';
  if (!ALLOWED.has(node.name))
    return (
      INSTEAD[node.name] ?? `no ${node.name}: facts, values, comparisons, and/or/not, some/every`
    );
  if (node.name !== 'FunctionInvocation') return unusableWord(node, textOf(node, source));
  const called = node.firstChild ? textOf(node.firstChild, source) : '';
  return FUNCTIONS.has(called) ? undefined : HAVING;
};

const checkNode = (node: SyntaxNode, source: string, around: readonly string[]): void => {
  const expected = unusable(node, source);
  if (expected !== undefined) throw new InvalidExpression(source, expected, node.from);
  const conditions = LIST_CONDITIONS.has(node.name) ? [...around, node.name] : around;
  if (node.name === 'FilterExpression' && around.includes('FilterExpression'))
    throw new InvalidExpression(source, 'one condition [ … and … ] on a list, not two', node.from);
  if (conditions.length > LIMITS.listConditions)
    throw new InvalidExpression(source, 'at most two list conditions inside each other', node.from);
  for (const child of childrenOf(node)) checkNode(child, source, conditions);
};

/** Parses and refuses what a policy may not use. Throws InvalidExpression. */
export const parse = (source: string): SyntaxNode => {
  if (source.length > LIMITS.characters)
    throw new InvalidExpression(
      source,
      `at most ${LIMITS.characters} characters`,
      LIMITS.characters,
    );
  const top = parseExpression(source, {}, undefined).topNode;
  checkNode(top, source, []);
  const only = childrenOf(top);
  if (only.length !== 1 || !only[0]) throw new InvalidExpression(source, 'one expression', 0);
  return only[0];
};
