/**
 * A FEEL expression taken apart at its logical words. FEEL itself says `null = "x"` is false, so
 * and/or/not/some/every are composed here in three values, and only the comparisons between them,
 * whose facts are known, are left to the FEEL interpreter.
 */

/** A fact as a leaf reads it (`at`, in scope) and as people call it (`fact`). */
export interface Reference {
  readonly at: readonly string[];
  readonly fact: string;
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

/** Every reference of a rule, in order of appearance. */
export const referencesOf = (rule: Rule): readonly Reference[] => {
  switch (rule.kind) {
    case 'leaf':
      return rule.references;
    case 'not':
      return referencesOf(rule.rule);
    case 'and':
    case 'or':
      return rule.rules.flatMap(referencesOf);
    case 'some':
    case 'every':
      return [...rule.list.references, ...referencesOf(rule.rule)];
  }
};
