/** Outbox → Kafka. One relay works at a time; a second one waits until the first is gone. */
import { setTimeout as delay } from 'node:timers/promises';
import { toDomain } from '../domain/deadlines/clock';
import { makeKafka } from '../infra/kafka/client';
import { knock } from '../infra/kafka/knock';
import { makePublisher } from '../infra/kafka/publisher';
import { kafkaSettings } from '../infra/kafka/settings';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import { makeOutboxStore } from '../infra/prisma/outbox-store';
import { listenOutbox } from '../infra/prisma/relay-bell';
import { holdAlone } from '../infra/prisma/single-holder';
import type { HeldLock } from '../infra/prisma/single-holder';
import { runProcess } from './process';
import type { ProcessContext } from './process';
import { makeDoorbell } from './relay/doorbell';
import type { Doorbell } from './relay/doorbell';
import { relayBatch } from './relay/relay-batch';
import type { RelayParts } from './relay/relay-batch';

const lockName = 'relais-relay';
/** The bell may be lost; then a notice waits this long at most. */
const pollMs = 500;
const troubleMs = 1_000;
const finishMs = 4_000;

/** Empties the outbox again and again, as long as the lock is held. */
async function relayWhileHeld(
  parts: RelayParts,
  bell: Doorbell,
  held: { readonly lock: HeldLock; readonly stopping: AbortSignal },
): Promise<void> {
  const { lock, stopping } = held;
  const over = new AbortController();
  const end = (): void => {
    over.abort();
    bell.ring();
  };
  stopping.addEventListener('abort', end);
  void lock.lost.then(end);
  if (stopping.aborted) end();
  while (!over.signal.aborted) {
    try {
      if ((await relayBatch(parts)) === 0) await bell.wait(pollMs);
    } catch (error) {
      parts.log.warn({ err: error }, 'the outbox could not be emptied: trying again');
      await delay(troubleMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }
  stopping.removeEventListener('abort', end);
}

async function relay(context: ProcessContext, parts: RelayParts, bell: Doorbell): Promise<void> {
  const { config, log, stopping } = context;
  const onWait = (why: unknown): void => log.info({ why }, 'waiting for the right to relay');
  for (;;) {
    const lock = await holdAlone(config.databaseUrl, lockName, { signal: stopping, onWait });
    if (lock === undefined) return;
    log.info('this process relays');
    await relayWhileHeld(parts, bell, { lock, stopping });
    await lock.release();
  }
}

runProcess('relay', async (context) => {
  const { config, log } = context;
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const settings = kafkaSettings(config, 'relais-relay', log);
  const kafka = makeKafka(settings);
  const publisher = makePublisher({ kafka, log, onFatal: context.fatal });
  knock(settings, context.stopping).catch(context.fatal);
  const bell = makeDoorbell();
  const ear = await listenOutbox(config.databaseUrl, () => bell.ring());
  const { publicBaseUrl } = config;
  const clock = makeClockStore(db);
  const now = async (): Promise<string> =>
    toDomain(await clock.getClock(), new Date().toISOString());
  const parts = { outbox: makeOutboxStore(db), publisher, publicBaseUrl, now, log };
  const relaying = relay(context, parts, bell);
  relaying.catch((error: unknown) => context.fatal(error));
  return {
    stop: async () => {
      // A broker that is away may keep the batch in hand waiting; it is sent again after the next start.
      await Promise.race([relaying, delay(finishMs)]);
      await publisher.stop();
      await relaying;
      await ear.stop();
      await db.$disconnect();
    },
  };
});
