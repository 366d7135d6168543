/** Outbox → Kafka. Several relays share the work by case. */
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
import { runProcess } from './process';
import { makeDoorbell } from './relay/doorbell';
import { runRelay } from './relay/run';

const finishMs = 4_000;

runProcess('relay', async (context) => {
  const { config, log, stopping } = context;
  const { databaseUrl, publicBaseUrl } = config;
  const db = openDatabase(databaseUrl, 'relais_engine');
  const settings = kafkaSettings(config, 'relais-relay', log);
  const kafka = makeKafka(settings);
  const publisher = makePublisher({ kafka, log, onFatal: context.fatal });
  knock(settings, stopping).catch(context.fatal);
  const bell = makeDoorbell();
  const ear = await listenOutbox(databaseUrl, () => bell.ring());
  const clock = makeClockStore(db);
  const now = async (): Promise<string> =>
    toDomain(await clock.getClock(), new Date().toISOString());
  const parts = { outbox: makeOutboxStore(db), publisher, publicBaseUrl, now, log };
  const relaying = runRelay({ parts, bell, databaseUrl, stopping });
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
