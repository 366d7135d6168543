/** Kafka → commands. Every institution has an inbox topic; what comes through it speaks for it. */
import { setTimeout as delay } from 'node:timers/promises';
import { nameTokens } from '../domain/person/duplicates';
import { loadKeyring } from '../infra/crypto/keyring';
import { makeKafka } from '../infra/kafka/client';
import { consume } from '../infra/kafka/consumer';
import { makePublisher } from '../infra/kafka/publisher';
import { provideTopics } from '../infra/kafka/provide-topics';
import { kafkaSettings } from '../infra/kafka/settings';
import { inboxTopic, intakeGroup } from '../infra/kafka/topics';
import { makeAsideStore } from '../infra/prisma/aside-store';
import { makeCaseReader } from '../infra/prisma/case-reader';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import type { Database } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makeDossierStore } from '../infra/prisma/dossier-store';
import { makeInboxStore } from '../infra/prisma/inbox-store';
import { connectTemporal } from '../infra/temporal/client';
import { isEngineThere } from '../infra/temporal/engine-there';
import { taskQueue } from '../workflows/contract';
import { makeCheckCommand } from './intake/check-command';
import { makeTakeRecord } from './intake/take-record';
import { makeTellSender } from './intake/tell-sender';
import { asideRound } from './intake/work-aside';
import type { AsideParts } from './intake/work-aside';
import { runProcess } from './process';
import { makeSubmit } from './submit';

const pollMs = 500;
const troubleMs = 1_000;
const finishMs = 8_000;

/** Works on what waits aside until the process stops. */
async function workAside(parts: AsideParts, stopping: AbortSignal): Promise<void> {
  const wait = (ms: number): Promise<unknown> =>
    delay(ms, undefined, { signal: stopping }).catch(() => undefined);
  while (!stopping.aborted) {
    try {
      if ((await asideRound(parts)) === 0) await wait(pollMs);
    } catch (error) {
      parts.log.warn({ err: error }, 'what waits aside could not be worked on: trying again');
      await wait(troubleMs);
    }
  }
}

const checkWith = (db: Database, reader: Database, masterKeyFile: string): AsideParts['check'] =>
  makeCheckCommand({
    cases: makeCaseReader(reader),
    dossiers: makeDossierStore(db, loadKeyring(masterKeyFile), nameTokens),
  });

runProcess('intake', async (context) => {
  const { config, log, stopping } = context;
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(config);
  const kafka = makeKafka(kafkaSettings(config, 'relais-intake', log));
  const publisher = makePublisher({ kafka, log, onFatal: context.fatal });
  const directory = makeDirectoryStore(db);

  const reader = openDatabase(config.databaseUrl, 'relais_reader');
  const ask: AsideParts = {
    submit: makeSubmit({ client: temporal.client, clockStore: makeClockStore(db) }),
    check: checkWith(db, reader, config.masterKeyFile),
    isEngineThere: () => isEngineThere(temporal.client, taskQueue),
    tellSender: makeTellSender({
      publisher,
      languageOf: async (id) => (await directory.getInstitution(id)).language,
      log,
    }),
    aside: makeAsideStore(db),
    log,
  };
  const onRecord = makeTakeRecord({ ...ask, inbox: makeInboxStore(db) });
  const engine = config.kafkaLogin?.username;
  /** An institution added while we run gets topics and rights here, and is heard from then on. */
  const listTopics = async (): Promise<string[]> => {
    const ids = (await directory.listInstitutions({})).map(({ id }) => id);
    await provideTopics({ kafka, engine, log }, ids);
    return ids.map(inboxTopic).sort();
  };
  const consumption = consume({
    kafka,
    groupId: intakeGroup,
    listTopics,
    concurrency: 4,
    onRecord,
    onFatal: (error) => context.fatal(error),
    log,
  });
  const working = workAside(ask, stopping);
  await consumption.joined;
  return {
    stop: async () => {
      await consumption.stop();
      // What is in hand then is tried again by the next intake.
      await Promise.race([working, delay(finishMs)]);
      await publisher.stop();
      await temporal.close();
      await Promise.all([db.$disconnect(), reader.$disconnect()]);
    },
  };
});
