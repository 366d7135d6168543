/** Two ways to ask for much: at a steady rate, or as much at once as a limit allows. */
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Starts one act after the other at a steady rate, whether or not the earlier ones have ended, and
 * gives each the moment it was due (`performance.now()` milliseconds): a late start counts as waiting.
 */
export async function atRate<T, R>(
  items: readonly T[],
  perSecond: number,
  act: (item: T, dueMs: number) => Promise<R>,
): Promise<R[]> {
  const startMs = performance.now();
  const acts: Promise<R>[] = [];
  for (const [index, item] of items.entries()) {
    const dueMs = startMs + (index * 1_000) / perSecond;
    const leftMs = dueMs - performance.now();
    if (leftMs > 0) await delay(leftMs);
    const done = act(item, dueMs);
    // Whoever fails is named at the end; until then the others go on.
    done.catch(() => undefined);
    acts.push(done);
  }
  return Promise.all(acts);
}

/** Works through all items with so many in flight; gives the time it took in milliseconds. */
export async function inFlight<T>(
  items: readonly T[],
  limit: number,
  act: (item: T) => Promise<void>,
): Promise<number> {
  const startMs = performance.now();
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return performance.now() - startMs;
}
