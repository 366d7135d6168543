/** A task that only one process may do at a time, guarded by an advisory lock of a session. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

export interface HeldLock {
  /** Resolves when the session ended and the lock with it: somebody else may hold it now. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

const retryMs = 500;

async function tryOnce(url: string, name: string): Promise<HeldLock | undefined> {
  const client = new Client({ connectionString: url, keepAlive: true, application_name: name });
  const lost = new Promise<void>((resolve) => {
    client.once('end', resolve);
    client.once('error', () => resolve());
  });
  // The promise above already tells of it; without a listener an error would end the process.
  client.on('error', () => undefined);
  const release = async (): Promise<void> => {
    await client.end().catch(() => undefined);
  };
  try {
    await client.connect();
    const query = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held';
    const { rows } = await client.query<{ held: boolean }>(query, [name]);
    if (rows[0]?.held === true) return { lost, release };
    await release();
    return undefined;
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Waits until this process alone holds the named lock, through outages of the database too;
 * undefined when `signal` was aborted first. `onWait` is told once per trouble or wait.
 */
export async function holdAlone(
  url: string,
  name: string,
  options: { readonly signal: AbortSignal; onWait(why: unknown): void },
): Promise<HeldLock | undefined> {
  let told = false;
  while (!options.signal.aborted) {
    let why: unknown = 'another process holds it';
    try {
      const held = await tryOnce(url, name);
      if (held !== undefined) return held;
    } catch (error) {
      why = error;
    }
    if (!told) options.onWait(why);
    told = true;
    await delay(retryMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return undefined;
}
