/** One thing that had to be so, and whether it was. */
export interface Check {
  readonly ok: boolean;
  /** What was expected; when it failed, also what was found. */
  readonly text: string;
}

export const passed = (text: string): Check => ({ ok: true, text });
export const missed = (text: string): Check => ({ ok: false, text });

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Passes when both are the same value. */
export const same = (what: string, expected: unknown, found: unknown): Check =>
  shown(expected) === shown(found)
    ? passed(`${what} ${shown(expected)}`)
    : missed(`${what}: expected ${shown(expected)}, found ${shown(found)}`);

const sorted = (values: readonly string[]): string => [...values].sort().join(', ') || 'none';

/** Passes when both hold the same values, in whatever order, each as often. */
export const sameSet = (
  what: string,
  expected: readonly string[],
  found: readonly string[],
): Check =>
  sorted(expected) === sorted(found)
    ? passed(`${what} ${sorted(expected)}`)
    : missed(`${what}: expected ${sorted(expected)}, found ${sorted(found)}`);
