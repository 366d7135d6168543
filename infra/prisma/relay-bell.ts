/**
 * Wakes the relay. Rung beside a step, never inside its statement: a notification makes every commit
 * wait for one lock. A ring may be lost; the relay polls anyway.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { RelayBell } from '../../activities/ports';
import type { Database } from './database';

const CHANNEL = 'relais_outbox';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Many rings while one is on its way become one more ring. */
export const makeRelayBell = (db: Database): RelayBell => {
  let underWay = false;
  let again = false;
  const send = async (): Promise<void> => {
    underWay = true;
    try {
      do {
        again = false;
        await db.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`;
      } while (again as boolean);
    } catch {
      // The database is away, and with it the outbox: the relay looks again by itself.
    } finally {
      underWay = false;
    }
  };
  return {
    ring: () => {
      again = true;
      if (!underWay) void send();
    },
  };
};

export interface Ear {
  stop(): Promise<void>;
}

/**
 * Calls `onRing` for every ring, and after every new connection, since rings may have been missed.
 * Connects again by itself for as long as it takes.
 */
export async function listenOutbox(url: string, onRing: () => void): Promise<Ear> {
  const stopping = new AbortController();
  let current: Client | undefined;

  const listenOnce = async (): Promise<void> => {
    const client = new Client({ connectionString: url, keepAlive: true });
    current = client;
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.once('error', () => resolve());
    });
    client.on('error', () => undefined);
    client.on('notification', onRing);
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      onRing();
      await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const listen = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      await listenOnce().catch(() => undefined);
      if (Date.now() - startedAt > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  const listening = listen();
  return {
    stop: async () => {
      stopping.abort();
      await current?.end().catch(() => undefined);
      await listening;
    },
  };
}
