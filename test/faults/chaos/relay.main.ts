/** A relay of the product that kills itself at a line it was told. */
import { makeKafka } from '../../../infra/kafka/client';
import { makePublisher } from '../../../infra/kafka/publisher';
import { openDatabase } from '../../../infra/prisma/database';
import { makeOutboxStore } from '../../../infra/prisma/outbox-store';
import { makeLog } from '../../../infra/telemetry/log';
import { makeDoorbell } from '../../../workers/relay/doorbell';
import type { RelayParts } from '../../../workers/relay/relay-batch';
import { runRelay } from '../../../workers/relay/run';
import { planOf } from './plan';
import type { Failpoint, RelayPlan } from './plan';

const { databaseUrl, brokers, dieAt } = planOf<RelayPlan>();
const log = makeLog('chaos-relay', 'warn');
const turns = new Map<Failpoint, number>();

/** As a power cut would: nothing of this process comes after it. */
function pass(failpoint: Failpoint): void {
  const turn = (turns.get(failpoint) ?? 0) + 1;
  turns.set(failpoint, turn);
  if (failpoint === dieAt?.failpoint && turn >= dieAt.turn) process.kill(process.pid, 'SIGKILL');
}

const outbox = makeOutboxStore(openDatabase(databaseUrl, 'relais_engine'));
const publisher = makePublisher({
  kafka: makeKafka({ brokers, clientId: 'chaos-relay', log }),
  log,
});

const mortal: Pick<RelayParts, 'outbox' | 'publisher'> = {
  outbox: {
    ...outbox,
    claimBatch: async (limit, shards) => {
      const rows = await outbox.claimBatch(Math.min(limit, 100), shards);
      if (rows.length > 0) {
        pass('claim');
        pass('claimed');
      }
      return rows;
    },
    markPublished: async (ids) => {
      pass('mark');
      await outbox.markPublished(ids);
      pass('marked');
    },
  },
  publisher: {
    isAnswered: publisher.isAnswered,
    publish: async (records, patienceMs) => {
      if (records.length > 0) pass('publish');
      const refused = await publisher.publish(records, patienceMs);
      if (records.length > 0) pass('published');
      return refused;
    },
  },
};

const parts: RelayParts = {
  ...mortal,
  publicBaseUrl: 'http://relais.test',
  now: async () => new Date().toISOString(),
  log,
};

void runRelay({
  parts,
  bell: makeDoorbell(),
  databaseUrl,
  stopping: new AbortController().signal,
});
