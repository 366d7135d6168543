/** Durations and rates in a few figures. */

/** Milliseconds, except `count`. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Nearest rank: a value that really occurred. */
const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: rank(sorted, 0.5),
    p99: rank(sorted, 0.99),
    max: rank(sorted, 1),
  };
}

/** Consecutive parts of nearly equal length, so that peers can take turns on the same machine. */
export const cut = <T>(list: readonly T[], parts: number): T[][] =>
  Array.from({ length: parts }, (_, part) =>
    list.slice(
      Math.round((part * list.length) / parts),
      Math.round(((part + 1) * list.length) / parts),
    ),
  );
