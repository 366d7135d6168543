/**
 * A FEEL expression taken apart at its logical words. FEEL itself says `null = "x"` is false, so
 * and/or/not/some/every are composed here in three values, and only the comparisons between them,
 * whose facts are known, are left to the FEEL interpreter.
 */

/** A fact as a leaf reads it (`at`, in scope) and as people call it (`fact`). */
export interface Reference {
  readonly at: readonly string[];
  readonly fact: string;
  /** Of one entry of its list: through `r` in `some r in …`, or inside `list[ … ]`. */
  readonly entry: boolean;
}

export type Rule =
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] }
  | { readonly kind: 'not'; readonly rule: Rule }
  | {
      readonly kind: 'some' | 'every';
      readonly variable: string;
      readonly list: Leaf;
      readonly rule: Rule;
    }
  | Leaf;

export interface Leaf {
  readonly kind: 'leaf';
  readonly source: string;
  readonly references: readonly Reference[];
}

/** Every comparison of a rule, and every list it goes through, in order of appearance. */
export const leavesOf = (rule: Rule): readonly Leaf[] => {
  switch (rule.kind) {
    case 'leaf':
      return [rule];
    case 'not':
      return leavesOf(rule.rule);
    case 'and':
    case 'or':
      return rule.rules.flatMap(leavesOf);
    case 'some':
    case 'every':
      return [rule.list, ...leavesOf(rule.rule)];
  }
};

/** Every reference of a rule, in order of appearance. */
export const referencesOf = (rule: Rule): readonly Reference[] =>
  leavesOf(rule).flatMap(({ references }) => references);

const normalised = (source: string): string =>
  source.replaceAll(/("[^"]*")|\s+/g, (_, text: string | undefined) => text ?? '');

/** The same text for rules that differ only in spaces, brackets or the order of and/or. */
export const sameText = (rule: Rule): string => {
  switch (rule.kind) {
    case 'leaf':
      return normalised(rule.source);
    case 'not':
      return `not(${sameText(rule.rule)})`;
    case 'and':
    case 'or':
      return `(${rule.rules.map(sameText).sort().join(` ${rule.kind} `)})`;
    case 'some':
    case 'every':
      return `${rule.kind} ${rule.variable} in ${sameText(rule.list)}: ${sameText(rule.rule)}`;
  }
};
