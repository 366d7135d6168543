/**
 * How several relays share the work by case: each shard of cases is an advisory lock, held by the
 * session of one relay. Who dies loses its session and with it the locks; the others take them over.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { allShards } from './outbox-store';

export interface ShardHolding {
  /** The shards that are this relay's now. */
  readonly held: ReadonlySet<number>;
  /** Resolves when the session ended and the locks with it: somebody else may hold them now. */
  readonly lost: Promise<void>;
  /**
   * Takes free shards up to a fair share, and gives back what is above it to a relay that came since.
   * Call it between batches only: what is given back must not be on its way. Rejects when the session
   * is gone.
   */
  balance(): Promise<void>;
  release(): Promise<void>;
}

const className = 'relais-relay';
/** Shares it with every relay there is: whoever holds it counts. */
const presence = 1_000;
const retryMs = 500;

const lockClass = `hashtext('${className}')`;
const relaysThere = `SELECT count(DISTINCT pid)::int AS relays FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objid = ${presence} AND objsubid = 2
    AND classid::bigint = (${lockClass}::bigint & 4294967295)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

async function countRelays(client: Client): Promise<number> {
  const { rows } = await client.query<{ relays: number }>(relaysThere);
  return Math.max(1, rows[0]?.relays ?? 1);
}

async function takeFree(client: Client, held: Set<number>, share: number): Promise<void> {
  for (const shard of allShards) {
    if (held.size >= share) return;
    if (held.has(shard)) continue;
    const query = `SELECT pg_try_advisory_lock(${lockClass}, $1) AS taken`;
    const { rows } = await client.query<{ taken: boolean }>(query, [shard]);
    if (rows[0]?.taken === true) held.add(shard);
  }
}

async function giveBack(client: Client, held: Set<number>, share: number): Promise<void> {
  for (const shard of [...held].slice(share)) {
    held.delete(shard);
    await client.query(`SELECT pg_advisory_unlock(${lockClass}, $1)`, [shard]);
  }
}

async function joinOnce(url: string): Promise<ShardHolding> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    application_name: className,
  });
  const held = new Set<number>();
  const lost = new Promise<void>((resolve) => {
    client.once('end', resolve);
    client.once('error', () => resolve());
  });
  // The promise above already tells of it; without a listener an error would end the process.
  client.on('error', () => undefined);
  const release = async (): Promise<void> => {
    held.clear();
    await client.end().catch(() => undefined);
  };
  try {
    await client.connect();
    await client.query(`SELECT pg_advisory_lock_shared(${lockClass}, ${presence})`);
  } catch (error) {
    await release();
    throw error;
  }
  return {
    held,
    lost,
    balance: async () => {
      const share = Math.ceil(allShards.length / (await countRelays(client)));
      await giveBack(client, held, share);
      await takeFree(client, held, share);
    },
    release,
  };
}

/**
 * Joins the relays of a database, through any outage of it; undefined when `signal` was aborted
 * first. `onTrouble` is told once for each outage.
 */
export async function joinRelays(
  url: string,
  options: { readonly signal: AbortSignal; onTrouble(why: unknown): void },
): Promise<ShardHolding | undefined> {
  let told = false;
  while (!options.signal.aborted) {
    try {
      return await joinOnce(url);
    } catch (error) {
      if (!told) options.onTrouble(error);
      told = true;
      await delay(retryMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
  }
  return undefined;
}
