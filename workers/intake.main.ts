/** Kafka → commands. Every institution has an inbox topic; what comes through it speaks for it. */
import { makeKafka } from '../infra/kafka/client';
import { consume } from '../infra/kafka/consumer';
import { makePublisher } from '../infra/kafka/publisher';
import { ensureTopics, inboxTopic } from '../infra/kafka/topics';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makeInboxStore } from '../infra/prisma/inbox-store';
import { connectTemporal } from '../infra/temporal/client';
import { makeTakeRecord } from './intake/take-record';
import { runProcess } from './process';
import { makeSubmit } from './submit';

const groupId = 'relais-intake';

runProcess('intake', async (context) => {
  const { config, log } = context;
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(config);
  const kafka = makeKafka({ brokers: config.kafkaBrokers, clientId: 'relais-intake', log });
  const publisher = makePublisher({ kafka, log });
  const directory = makeDirectoryStore(db);

  const onRecord = makeTakeRecord({
    submit: makeSubmit({ client: temporal.client, clockStore: makeClockStore(db) }),
    inbox: makeInboxStore(db),
    publisher,
    languageOf: async (id) => (await directory.getInstitution(id)).language,
    log,
  });
  /** An institution added while we run gets its topics here, and is heard from then on. */
  const listTopics = async (): Promise<string[]> => {
    const ids = (await directory.listInstitutions({})).map(({ id }) => id);
    await ensureTopics(kafka, ids);
    return ids.map(inboxTopic).sort();
  };
  const consumption = consume({
    kafka,
    groupId,
    listTopics,
    concurrency: 4,
    onRecord,
    onFatal: (error) => context.fatal(error),
    log,
  });
  await consumption.joined;
  return {
    stop: async () => {
      await consumption.stop();
      await publisher.stop();
      await temporal.close();
      await db.$disconnect();
    },
  };
});
