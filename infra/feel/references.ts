/** Reads from the syntax tree which facts a comparison looks at. */
import { factNames } from './fact-names';
import type { Reference } from './rule';
import { childrenOf, textOf } from './syntax';
import type { SyntaxNode } from './syntax';

/** `variables`: what a bound name stands for (`r` → `registrations`). `list`: inside `list[ … ]`. */
export interface Scope {
  readonly source: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly list?: string;
}

/** The names of a plain path `a.b.c`; undefined when it starts from something computed. */
export const plainPath = (node: SyntaxNode, source: string): string[] | undefined => {
  if (node.name === 'VariableName') return [textOf(node, source)];
  if (node.name !== 'PathExpression') return undefined;
  const [base, last] = [node.firstChild, node.lastChild];
  const before = base ? plainPath(base, source) : undefined;
  return before && last ? [...before, textOf(last, source)] : undefined;
};

/** Which fact a path of names means where it stands. */
export const reference = (names: readonly string[], scope: Scope): Reference => {
  const [head = '', ...rest] = names;
  const bound = scope.variables.get(head);
  if (bound !== undefined) return { at: names, fact: [bound, ...rest].join('.'), entry: true };
  // FEEL lets a list condition name the parts of an item without saying "item".
  const inItem = scope.list && head === 'item' ? rest : names;
  const path = scope.list ? [scope.list, ...inItem].join('.') : '';
  if (scope.list && (head === 'item' || factNames.has(path)))
    return { at: path.split('.'), fact: path, entry: true };
  return { at: names, fact: names.join('.'), entry: false };
};

/** The list that a path or a list condition ranges over, as people call it. */
export const listOf = (node: SyntaxNode, scope: Scope): string | undefined => {
  if (node.name === 'FilterExpression' || node.name === 'ParenthesizedExpression')
    return childrenOf(node)
      .map((child) => listOf(child, scope))
      .find((name) => name !== undefined);
  const path = plainPath(node, scope.source);
  return path && reference(path, scope).fact;
};

/** `r in registrations`: the variable and the list; undefined when there are several. */
export const iterated = (
  iterators: SyntaxNode | undefined,
): [SyntaxNode, SyntaxNode] | undefined => {
  const [iterator, ...more] = iterators ? childrenOf(iterators) : [];
  const [name, , context] = iterator ? childrenOf(iterator) : [];
  const list = context?.firstChild;
  return name && list && more.length === 0 ? [name, list] : undefined;
};

/** The references of a comparison, in order of appearance. */
export const collect = (node: SyntaxNode, scope: Scope): Reference[] => {
  const path = plainPath(node, scope.source);
  if (path) return [reference(path, scope)];
  const children = childrenOf(node);
  switch (node.name) {
    case 'FunctionInvocation':
      return children.slice(1).flatMap((child) => collect(child, scope));
    case 'FilterExpression': {
      const [base, ...condition] = children;
      const list = base && listOf(base, scope);
      const inside = list === undefined ? scope : { ...scope, list };
      return [
        ...(base ? collect(base, scope) : []),
        ...condition.flatMap((child) => collect(child, inside)),
      ];
    }
    case 'PathExpression': {
      const [base] = children;
      const list = base && listOf(base, scope);
      const part = node.lastChild ? textOf(node.lastChild, scope.source) : '';
      const inner = list === undefined ? [] : [reference([...list.split('.'), part], scope)];
      return [...(base ? collect(base, scope) : []), ...inner];
    }
    default:
      return children.flatMap((child) => collect(child, scope));
  }
};
