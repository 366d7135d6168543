/** FEEL through `feelin`, three-valued: implements the port `Expressions`. */
import { evaluate as interpret } from 'feelin';
import type { Expressions } from '../../activities/ports';
import { compile } from './compile';
import { factOf, parameterOf } from './fact-names';
import { InvalidExpression } from './invalid-expression';
import { referencesOf } from './rule';
import type { Leaf, Reference, Rule } from './rule';
import { countSteps } from './steps';
import type { Steps } from './steps';

/** `Expressions`, and the facts whose absence makes an expression unknown. */
export interface FeelExpressions extends Expressions {
  missing(expression: string, facts: object): readonly string[];
  /** How many steps of STEP_BUDGET an evaluation takes, however often it ran before. */
  steps(expression: string, facts: object): number;
}

type Scope = Readonly<Record<string, unknown>>;
interface Finding {
  readonly value: boolean | null;
  readonly missing: readonly string[];
}

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

/** A rule without the value of its parameter says nothing: that is a fault, not an unknown fact. */
const checkParameters = (leaf: Leaf, values: readonly unknown[]): void => {
  const lacking = leaf.references.find(
    ({ fact }, index) => values[index] === ABSENT && parameterOf(fact) !== undefined,
  );
  if (lacking) throw new InvalidExpression(leaf.source, `a value of ${lacking.fact}`, 0);
};

/** Asks the interpreter, whose own messages may quote what is known of a person. */
const ask = (source: string, scope: Scope): unknown => {
  try {
    return interpret(source, scope).value;
  } catch {
    throw new InvalidExpression(source, 'facts and values whose types fit each other', 0);
  }
};

/** The same comparison over the same few codes comes back all the time; interpreting is slow. */
const makeInterpreter = () => {
  const known = bounded<unknown>();
  return (leaf: Leaf, scope: Scope, key: string): unknown => {
    if (key.length > MAX_KEY) return ask(leaf.source, scope);
    return known.get(key) ?? known.set(key, ask(leaf.source, scope));
  };
};

/** One evaluation: who interprets, and how far it has gone. */
interface Run {
  readonly interpret: ReturnType<typeof makeInterpreter>;
  readonly steps: Steps;
}

const readLeaf = (leaf: Leaf, scope: Scope, { interpret: run, steps }: Run): unknown => {
  const values = leaf.references.map(({ at }) => valueAt(scope, at));
  steps.look(leaf.source, values);
  checkParameters(leaf, values);
  if (values.includes(ABSENT)) return ABSENT;
  const key = `${leaf.source}\u0000${JSON.stringify(values)}`;
  steps.interpret(leaf.source, key);
  return run(leaf, scope, key);
};

const absentOf = (leaf: Leaf, scope: Scope): string[] =>
  leaf.references
    .filter(({ at }) => valueAt(scope, at) === ABSENT)
    .map((reference) => absentFact(reference, scope));

const findLeaf = (leaf: Leaf, scope: Scope, run: Run): Finding => {
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

const find = (rule: Rule, scope: Scope, run: Run): Finding => {
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
 * All functions throw InvalidExpression, which never quotes a fact; none goes on beyond STEP_BUDGET.
 */
export const makeExpressions = (): FeelExpressions => {
  const rules = bounded<Rule>();
  const interpreter = makeInterpreter();
  const ruleFor = (source: string): Rule => rules.get(source) ?? rules.set(source, compile(source));
  const findIn = (source: string, facts: object, steps = countSteps()): Finding =>
    find(ruleFor(source), facts as Scope, { interpret: interpreter, steps });
  return {
    evaluate: (source, facts) => findIn(source, facts).value,
    missing: (source, facts) => [...new Set(findIn(source, facts).missing)],
    steps: (source, facts) => {
      const steps = countSteps();
      findIn(source, facts, steps);
      return steps.taken();
    },
    references: (source) => [
      ...new Set(referencesOf(ruleFor(source)).map(({ fact }) => factOf(fact))),
    ],
  };
};
