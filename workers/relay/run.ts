/** Empties the outbox as long as the process lives, beside any number of other relays. */
import { setTimeout as delay } from 'node:timers/promises';
import { joinRelays } from '../../infra/prisma/relay-shards';
import type { ShardHolding } from '../../infra/prisma/relay-shards';
import type { Doorbell } from './doorbell';
import { relayBatch } from './relay-batch';
import type { RelayParts } from './relay-batch';

/** The bell may be lost; then a notice waits this long at most. */
const pollMs = 500;
const troubleMs = 1_000;
/** How soon a relay that came or went is noticed. */
const balanceMs = 1_000;

export interface RelayRun {
  readonly parts: RelayParts;
  readonly bell: Doorbell;
  readonly databaseUrl: string;
  readonly stopping: AbortSignal;
}

/** Ends when the holding is lost or the process stops. */
async function relayWhileHeld(run: RelayRun, holding: ShardHolding): Promise<void> {
  const { parts, bell, stopping } = run;
  const over = new AbortController();
  const end = (): void => {
    over.abort();
    bell.ring();
  };
  stopping.addEventListener('abort', end);
  void holding.lost.then(end);
  if (stopping.aborted) end();
  let balancedMs = -Infinity;
  while (!over.signal.aborted) {
    try {
      if (performance.now() - balancedMs > balanceMs) {
        await holding.balance();
        balancedMs = performance.now();
      }
      const found = holding.held.size > 0 ? await relayBatch(parts, [...holding.held]) : 0;
      if (found === 0) await bell.wait(pollMs);
    } catch (error) {
      parts.log.warn({ err: error }, 'the outbox could not be emptied: trying again');
      await delay(troubleMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }
  stopping.removeEventListener('abort', end);
}

/** Relays until the process stops; rejects only on what can not heal from within. */
export async function runRelay(run: RelayRun): Promise<void> {
  const { log } = run.parts;
  const onTrouble = (why: unknown): void => log.warn({ err: why }, 'the database is away');
  for (;;) {
    const holding = await joinRelays(run.databaseUrl, { signal: run.stopping, onTrouble });
    if (holding === undefined) return;
    log.info('this process relays');
    await relayWhileHeld(run, holding);
    await holding.release();
  }
}
