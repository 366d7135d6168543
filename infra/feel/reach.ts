/**
 * Can a rule hold, and can it fail? Tries every combination of the values that make a difference to
 * it: codes, the numbers and days it names and their neighbours, lists long enough for its counts.
 * Where those are too many, or more than a comparison of facts is worked out, nothing is said: a rule
 * is reported only when no dossier at all could meet it.
 */
import { compile } from './compile';
import { makeExpressions } from './expressions';
import { factOf, parameterOf } from './fact-names';
import { factTypes } from './fact-types';
import type { FactType } from './fact-types';
import { leavesOf, referencesOf } from './rule';
import type { Leaf, Rule } from './rule';
import type { ParameterValues } from './value-type';

/** What became of a rule over everything that was tried. */
export interface Reach {
  readonly holds: boolean;
  readonly fails: boolean;
  /** How many combinations it took to find out. */
  readonly tried: number;
}

const expressions = makeExpressions();
const MAX_COMBINATIONS = 2_000;
/** Sums, parts of texts and two counts at once: which values matter cannot be read off the rule. */
const UNREADABLE = /[+*/]|(?<!["\w])-|\b(sum|contains|starts with|ends with)\(|count\(.*count\(/;

const DAY = /^\d{4}-\d\d-\d\d$/;

interface Choice {
  readonly path: string;
  readonly values: readonly unknown[];
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const textsIn = (source: string): string[] =>
  [...source.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
const numbersIn = (source: string): number[] =>
  (source.replaceAll(/"[^"]*"/g, '').match(/\b\d+(\.\d+)?\b/g) ?? []).map(Number);

const neighbours = (numbers: readonly number[]): number[] =>
  numbers.flatMap((number) => [number - 1, number, number + 1]);
const daysAround = (day: string): string[] =>
  [-1, 0, 1].map((days) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10),
  );

/** What the author of a rule wrote or declared, and how many codes beside those make a difference. */
interface Written {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly others: number;
}

const numbersFor = ({ least, most }: FactType, { numbers }: Written): number[] =>
  unique([
    least,
    least + 1,
    Math.round((least + most) / 2),
    most - 1,
    most,
    ...neighbours(numbers),
  ]).filter((number) => number >= least && number <= most);

const codesFor = (codes: readonly string[], type: FactType, { texts, others }: Written) => {
  if (type.ordered) return codes;
  const unnamed = codes.filter((code) => !texts.includes(code));
  return [...codes.filter((code) => texts.includes(code)), ...unnamed.slice(0, others)];
};

const valuesFor = (type: FactType, written: Written): readonly unknown[] => {
  if (type.kind === 'boolean') return [true, false];
  if (type.kind === 'number') return numbersFor(type, written);
  if (type.codes) return codesFor(type.codes, type, written);
  const days = written.texts.filter((text) => DAY.test(text) && !Number.isNaN(Date.parse(text)));
  return unique(
    type.isDate
      ? ['2020-01-01', '2030-12-31', ...days.flatMap(daysAround)]
      : ['', ...written.texts],
  );
};

const product = (choices: readonly Choice[]): ReadonlyMap<string, unknown>[] | undefined => {
  const size = choices.reduce((all, { values }) => all * values.length, 1);
  if (size > MAX_COMBINATIONS) return undefined;
  return choices.reduce<Map<string, unknown>[]>(
    (rows, { path, values }) =>
      rows.flatMap((row) => values.map((value) => new Map(row).set(path, value))),
    [new Map<string, unknown>()],
  );
};

/** Lists of 0 to `longest` entries; their order makes no difference to any rule. */
const listsOf = (entries: readonly unknown[], longest: number): unknown[][] | undefined => {
  const lists: unknown[][] = [[]];
  let last: { list: unknown[]; from: number }[] = [{ list: [], from: 0 }];
  for (let length = 1; length <= longest; length += 1) {
    last = last.flatMap(({ list, from }) =>
      entries.slice(from).map((entry, at) => ({ list: [...list, entry], from: from + at })),
    );
    lists.push(...last.map(({ list }) => list));
    if (lists.length > MAX_COMBINATIONS) return undefined;
  }
  return lists;
};

/** How many entries of a list it takes at most to meet a rule: one for each "some", n + 1 for a count. */
const entriesFor = (rule: Rule, list: string, most: (leaf: Leaf) => number): number => {
  switch (rule.kind) {
    case 'leaf': {
      const own = rule.references.some(
        ({ at, fact }) => factOf(fact) === list && at.join('.') === fact,
      );
      return own ? most(rule) + 1 : 0;
    }
    case 'not':
      return entriesFor(rule.rule, list, most);
    case 'and':
    case 'or':
      return rule.rules.reduce((sum, inner) => sum + entriesFor(inner, list, most), 0);
    case 'some':
    case 'every':
      return entriesFor(rule.list, list, most) + entriesFor(rule.rule, list, most);
  }
};

interface ListPlan {
  readonly path: string;
  /** The parts of an entry that the rule looks at. */
  readonly fields: readonly string[];
  readonly longest: number;
}

const listChoice = (
  { path, fields, longest }: ListPlan,
  type: FactType,
  written: Written,
): Choice | undefined => {
  const rows = product(
    fields.flatMap((field): Choice[] => {
      const part = factTypes.get(field);
      return part ? [{ path: field.slice(path.length + 1), values: valuesFor(part, written) }] : [];
    }),
  );
  const entries =
    type.kind === 'object' ? rows?.map((row) => Object.fromEntries(row)) : valuesFor(type, written);
  const values = entries && listsOf(entries, longest);
  return values && { path, values };
};

/** A canton may set it otherwise tomorrow: 0 for "no minimum" makes no rule unreachable. */
const parameterChoice = (
  path: string,
  codes: readonly string[],
  parameters: ParameterValues,
): Choice => {
  const given = parameters[parameterOf(path) ?? ''] ?? [];
  if (typeof given[0] === 'boolean') return { path, values: [true, false] };
  const numbers = given.filter((value) => typeof value === 'number');
  const more = numbers.length > 0 ? neighbours(numbers) : codes;
  return { path, values: unique([...given, ...more]) };
};

const setAt = (into: Record<string, unknown>, path: string, value: unknown): void => {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) into[head] = value;
  else {
    into[head] ??= {};
    setAt(into[head] as Record<string, unknown>, rest.join('.'), value);
  }
};

const numbersOf = (leaf: Leaf, parameters: ParameterValues): number[] => [
  ...numbersIn(leaf.source),
  ...leaf.references
    .flatMap(({ fact }) => parameters[parameterOf(fact) ?? ''] ?? [])
    .filter((value) => typeof value === 'number'),
];

const choicesFor = (rule: Rule, parameters: ParameterValues): Choice[] | undefined => {
  const paths = unique(referencesOf(rule).map(({ fact }) => fact));
  const isParameter = (path: string): boolean => parameterOf(path) !== undefined;
  const named = paths.filter(isParameter);
  const facts = paths.filter((path) => !isParameter(path));
  const leaves = leavesOf(rule);
  const declared = named.flatMap((path) => parameters[parameterOf(path) ?? ''] ?? []);
  const texts = [...leaves.flatMap(({ source }) => textsIn(source)), ...declared.map(String)];
  const numbers = leaves.flatMap((leaf) => numbersOf(leaf, parameters));
  const most = (leaf: Leaf): number => Math.max(0, ...numbersOf(leaf, parameters));
  const distinct = leaves.some(({ source }) => source.includes('distinct values'));
  const choices = unique(facts.map(factOf)).map((path): Choice | undefined => {
    const type = factTypes.get(path);
    const entries = entriesFor(rule, path, most);
    const written = { texts, numbers, others: distinct ? Math.max(2, entries) : 2 };
    if (!type?.list) return type && { path, values: valuesFor(type, written) };
    const fields = facts.filter((fact) => fact.startsWith(`${path}.`));
    return listChoice({ path, fields, longest: Math.min(type.longest, entries) }, type, written);
  });
  const known = choices.filter((choice) => choice !== undefined);
  const codes = unique(facts.flatMap((path) => factTypes.get(path)?.codes ?? []));
  return known.length < choices.length
    ? undefined
    : [...known, ...named.map((path) => parameterChoice(path, codes, parameters))];
};

/**
 * Whether a rule, which must be valid, holds for some facts and fails for some; undefined when that
 * was not tried to the end, or would take more than `most` combinations.
 */
export const reachOf = (
  when: string,
  parameters: ParameterValues,
  most = MAX_COMBINATIONS,
): Reach | undefined => {
  const rule = compile(when);
  if (leavesOf(rule).some(({ source }) => UNREADABLE.test(source.replaceAll(/"[^"]*"/g, '""'))))
    return undefined;
  const choices = choicesFor(rule, parameters);
  const rows = choices && product(choices);
  if (!rows || rows.length > most) return undefined;
  const seen = new Set<boolean | null>();
  let tried = 0;
  for (const row of rows) {
    tried += 1;
    const facts: Record<string, unknown> = {};
    for (const [path, value] of row) setAt(facts, path, value);
    seen.add(expressions.evaluate(when, facts));
    if (seen.has(true) && seen.has(false)) break;
  }
  return { holds: seen.has(true), fails: seen.has(false), tried };
};
