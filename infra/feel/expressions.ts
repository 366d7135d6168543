/** FEEL through `feelin`, three-valued: implements the port `Expressions`. */
import { evaluate as interpret } from 'feelin';
import type { Expressions } from '../../activities/ports';
import { compile } from './compile';
import { factOf } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { referencesOf } from './rule';
import type { Leaf, Reference, Rule } from './rule';

/** `Expressions`, and the facts whose absence makes an expression unknown. */
export interface FeelExpressions extends Expressions {
  missing(expression: string, facts: object): readonly string[];
}

type Scope = Readonly<Record<string, unknown>>;
interface Finding {
  readonly value: boolean | null;
  readonly missing: readonly string[];
}

/** Longest list an expression may look at; the facts allow 50 entries. */
const MAX_ITEMS = 100;
const MAX_CACHED = 5_000;
const MAX_KEY = 400;

/** A map that forgets its oldest entry when full. */
const bounded = <T>(): { get(key: string): T | undefined; set(key: string, value: T): T } => {
  const entries = new Map<string, T>();
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      const oldest = entries.size >= MAX_CACHED ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(key, value);
      return value;
    },
  };
};

const ABSENT = Symbol('absent');

/** The value at a path, through lists; ABSENT as soon as one part is not known. */
const valueAt = (scope: unknown, path: readonly string[]): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return scope ?? ABSENT;
  if (Array.isArray(scope)) {
    const values = scope.map((item: unknown) => valueAt(item, path));
    return values.includes(ABSENT) ? ABSENT : values;
  }
  if (typeof scope !== 'object' || scope === null || !Object.hasOwn(scope, name)) return ABSENT;
  return valueAt((scope as Scope)[name], rest);
};

const absentFact = ({ at, fact }: Reference, scope: Scope): string => {
  const list = factOf(fact);
  const depth = at.length - (fact.split('.').length - list.split('.').length);
  return list !== fact && valueAt(scope, at.slice(0, depth)) === ABSENT ? list : fact;
};

const checkLength = (source: string, value: unknown): void => {
  if (Array.isArray(value) && value.length > MAX_ITEMS)
    throw new InvalidExpression(source, `facts with at most ${MAX_ITEMS} entries in a list`, 0);
};

/** Asks the interpreter, whose own failures say nothing of the rule they came from. */
const ask = (source: string, scope: Scope): unknown => {
  try {
    return interpret(source, scope).value;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new InvalidExpression(source, `matching types (${cause})`, 0);
  }
};

/** The same comparison over the same few codes comes back all the time; interpreting is slow. */
const makeInterpreter = () => {
  const known = bounded<unknown>();
  return (leaf: Leaf, scope: Scope, values: readonly unknown[]): unknown => {
    const key = `${leaf.source}\u0000${JSON.stringify(values)}`;
    if (key.length > MAX_KEY) return ask(leaf.source, scope);
    return known.get(key) ?? known.set(key, ask(leaf.source, scope));
  };
};

type Interpreter = ReturnType<typeof makeInterpreter>;

const readLeaf = (leaf: Leaf, scope: Scope, run: Interpreter): unknown => {
  const values = leaf.references.map(({ at }) => valueAt(scope, at));
  values.forEach((value) => checkLength(leaf.source, value));
  if (values.includes(ABSENT)) return ABSENT;
  return run(leaf, scope, values);
};

const absentOf = (leaf: Leaf, scope: Scope): string[] =>
  leaf.references
    .filter(({ at }) => valueAt(scope, at) === ABSENT)
    .map((reference) => absentFact(reference, scope));

const findLeaf = (leaf: Leaf, scope: Scope, run: Interpreter): Finding => {
  const value = readLeaf(leaf, scope, run);
  if (value === ABSENT) return { value: null, missing: absentOf(leaf, scope) };
  if (typeof value === 'boolean') return { value, missing: [] };
  throw new InvalidExpression(leaf.source, 'an expression that is true or false', 0);
};

/** Kleene: one `decisive` value settles it; otherwise one unknown leaves it open. */
const combine = (findings: readonly Finding[], decisive: boolean): Finding => {
  if (findings.some(({ value }) => value === decisive)) return { value: decisive, missing: [] };
  const open = findings.filter(({ value }) => value === null);
  return open.length > 0
    ? { value: null, missing: open.flatMap(({ missing }) => missing) }
    : { value: !decisive, missing: [] };
};

const find = (rule: Rule, scope: Scope, run: Interpreter): Finding => {
  switch (rule.kind) {
    case 'leaf':
      return findLeaf(rule, scope, run);
    case 'not': {
      const { value, missing } = find(rule.rule, scope, run);
      return { value: value === null ? null : !value, missing };
    }
    case 'and':
    case 'or':
      return combine(
        rule.rules.map((inner) => find(inner, scope, run)),
        rule.kind === 'or',
      );
    case 'some':
    case 'every': {
      const list = readLeaf(rule.list, scope, run);
      if (list === ABSENT) return { value: null, missing: absentOf(rule.list, scope) };
      const items: readonly unknown[] = Array.isArray(list) ? list : [list];
      const inside = (item: unknown) => ({ ...scope, [rule.variable]: item });
      return combine(
        items.map((item) => find(rule.rule, inside(item), run)),
        rule.kind === 'some',
      );
    }
  }
};

/**
 * Builds the port. Parsed expressions and results over the same codes are kept in bounded caches.
 * All three functions throw InvalidExpression; none takes longer than the facts are long.
 */
export const makeExpressions = (): FeelExpressions => {
  const rules = bounded<Rule>();
  const run = makeInterpreter();
  const ruleFor = (source: string): Rule => rules.get(source) ?? rules.set(source, compile(source));
  const findIn = (source: string, facts: object): Finding =>
    find(ruleFor(source), facts as Scope, run);
  return {
    evaluate: (source, facts) => findIn(source, facts).value,
    missing: (source, facts) => [...new Set(findIn(source, facts).missing)],
    references: (source) => [
      ...new Set(referencesOf(ruleFor(source)).map(({ fact }) => factOf(fact))),
    ],
  };
};
