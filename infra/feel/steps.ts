/**
 * How far one evaluation may go. A rule has no loops of its own, but `some … satisfies some …` looks
 * at every pair of entries. Steps are counted as if nothing had been evaluated before, so that the
 * same rule over the same facts is accepted or refused the same way on every machine, warm or cold.
 */
import { InvalidExpression } from './invalid-expression';

/**
 * Steps per evaluation. Looking at a comparison, or at an entry of a list in it, is one step;
 * interpreting one that this evaluation has not met yet is INTERPRETING steps. Measured, a step took
 * 6 µs on a core that eight others wanted as well: all of them are 30 ms even there, of the 50 ms that
 * an expression may take. The dearest rule of a canton needs 3,200 on the largest dossier.
 */
export const STEP_BUDGET = 5_000;
const INTERPRETING = 100;
/** Longest list an expression may look at; the facts allow 50 entries. */
const MAX_ITEMS = 100;

/** The steps of one evaluation. Both functions throw InvalidExpression when they are used up. */
export interface Steps {
  /** A comparison with the values it looks at. */
  look(source: string, values: readonly unknown[]): void;
  /** A comparison that is worked out; `key` is the same for the same values. */
  interpret(source: string, key: string): void;
  readonly taken: () => number;
}

/** Counts the steps of one evaluation. */
export const countSteps = (budget = STEP_BUDGET): Steps => {
  const met = new Set<string>();
  let taken = 0;
  const take = (source: string, steps: number): void => {
    taken += steps;
    if (taken > budget)
      throw new InvalidExpression(source, `an expression of at most ${budget} steps`, 0);
  };
  return {
    look: (source, values) => {
      let steps = 1;
      for (const value of values) {
        const length = Array.isArray(value) ? value.length : 0;
        if (length > MAX_ITEMS)
          throw new InvalidExpression(
            source,
            `facts with at most ${MAX_ITEMS} entries in a list`,
            0,
          );
        steps += length;
      }
      take(source, steps);
    },
    interpret: (source, key) => {
      if (met.has(key)) return;
      met.add(key);
      take(source, INTERPRETING);
    },
    taken: () => taken,
  };
};
