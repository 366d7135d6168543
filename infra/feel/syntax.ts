/**
 * Which part of FEEL a policy may use. No loops over made-up ranges, no own functions, no clock, no
 * regular expressions: what is left is bounded by the length of the lists in the dossier.
 */
import { parseExpression } from 'feelin';
import { InvalidExpression } from './invalid-expression';

export type SyntaxNode = ReturnType<typeof parseExpression>['topNode'];

/** Longest expression, deepest nesting of list conditions. */
const LIMITS = { characters: 500, listConditions: 2 } as const;

const FORBIDDEN: Readonly<Record<string, string>> = {
  ForExpression: 'no "for": use "some … satisfies" or a list condition [ … ]',
  FunctionDefinition: 'no own functions',
  Context: 'no { … } objects',
  InstanceOfExpression: 'no "instance of": the facts have fixed types',
};
const FUNCTIONS: ReadonlySet<string> = new Set([
  'not',
  'count',
  'sum',
  'min',
  'max',
  'list contains',
  'distinct values',
  'date',
  'contains',
  'starts with',
  'ends with',
]);
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

const checkNode = (node: SyntaxNode, source: string, depth: number): void => {
  const refuse = (expected: string): never => {
    throw new InvalidExpression(source, expected, node.from);
  };
  const forbidden = FORBIDDEN[node.name];
  if (forbidden !== undefined) refuse(forbidden);
  if (node.type.isError)
    refuse('a complete FEEL expression (a word, operand or bracket is missing)');
  if (depth > LIMITS.listConditions) refuse('at most two list conditions inside each other');
  if (node.name === 'FunctionInvocation') {
    const name = node.firstChild ? textOf(node.firstChild, source) : '';
    if (!FUNCTIONS.has(name)) refuse(`one of the functions ${[...FUNCTIONS].join(', ')}`);
  }
  for (const child of childrenOf(node))
    checkNode(child, source, depth + (LIST_CONDITIONS.has(child.name) ? 1 : 0));
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
  checkNode(top, source, 0);
  const only = childrenOf(top);
  if (only.length !== 1 || !only[0]) throw new InvalidExpression(source, 'one expression', 0);
  return only[0];
};
