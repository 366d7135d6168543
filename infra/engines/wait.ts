import { setTimeout as sleep } from 'node:timers/promises';

/** Asks `condition` until it gives a value; undefined when `timeoutMs` is over. */
export async function until<T>(
  condition: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
  everyMs = 40,
): Promise<T | undefined> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (performance.now() >= endMs) return undefined;
    await sleep(everyMs);
  }
}

export { sleep };
