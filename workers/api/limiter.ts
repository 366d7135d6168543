/** Counts what somebody did lately. In memory: every process counts for itself. */
export interface Limiter {
  /** Counts one more for a key. */
  note(key: string): void;
  /** True when the key was counted too often in the running window. */
  isOver(key: string): boolean;
}

export interface Limit {
  readonly max: number;
  readonly windowMs: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly now?: () => number;
}

export const makeLimiter = ({ max, windowMs, now = () => performance.now() }: Limit): Limiter => {
  let counts = new Map<string, number>();
  let until = now() + windowMs;
  const current = (): Map<string, number> => {
    if (now() >= until) {
      counts = new Map();
      until = now() + windowMs;
    }
    return counts;
  };
  return {
    note: (key) => {
      const known = current();
      known.set(key, (known.get(key) ?? 0) + 1);
    },
    isOver: (key) => (current().get(key) ?? 0) >= max,
  };
};
