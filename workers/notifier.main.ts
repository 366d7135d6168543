/** Deliveries → mail and web hooks. Holds nothing: several may run, and any may die at any line. */
import { setTimeout as delay } from 'node:timers/promises';
import { loadKeyring } from '../infra/crypto/keyring';
import { makeMailer } from '../infra/mail/mailer';
import { makeAddressStore } from '../infra/prisma/address-store';
import { makeCalendarStore } from '../infra/prisma/calendar-store';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import { makeDeliveryQueue } from '../infra/prisma/delivery-queue';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makeLinkStore } from '../infra/prisma/link-store';
import { makePolicyStore } from '../infra/prisma/policy-store';
import { makeUndeliveredStore } from '../infra/prisma/undelivered-store';
import { makeSignedLinks } from '../infra/signed-links';
import { connectTemporal } from '../infra/temporal/client';
import { makeHookSender } from '../infra/webhooks/hook-sender';
import type { NotifierParts } from './notifier/parts';
import { notifyRound } from './notifier/round';
import { tellCases } from './notifier/tell-cases';
import type { TellParts } from './notifier/tell-cases';
import { runProcess } from './process';
import type { ProcessContext } from './process';
import { makeSubmit } from './submit';

const pollMs = 500;
const troubleMs = 1_000;
const finishMs = 8_000;

/** One kind of work again and again; `round` says how much there was to do. */
async function repeat(
  round: () => Promise<number>,
  { log, stopping }: Pick<ProcessContext, 'log' | 'stopping'>,
): Promise<void> {
  const wait = (ms: number): Promise<unknown> =>
    delay(ms, undefined, { signal: stopping }).catch(() => undefined);
  while (!stopping.aborted) {
    try {
      if ((await round()) === 0) await wait(pollMs);
    } catch (error) {
      log.warn({ err: error }, 'the deliveries could not be read: trying again');
      await wait(troubleMs);
    }
  }
}

runProcess('notifier', async (context) => {
  const { config, log } = context;
  const { publicBaseUrl, profile } = config;
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const keyring = loadKeyring(config.masterKeyFile);
  const mailer = makeMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  const policies = makePolicyStore(db);
  const temporal = connectTemporal(config);
  const parts: NotifierParts & TellParts = {
    queue: makeDeliveryQueue(db),
    addresses: makeAddressStore(db, keyring),
    findInstitution: (id) => makeDirectoryStore(db).findInstitution(id),
    calendars: makeCalendarStore(db),
    getRules: async (id, version) => (await policies.getPolicy(id, version)).running,
    getClock: () => makeClockStore(db).getClock(),
    now: () => new Date().toISOString(),
    sendHook: makeHookSender({ insecure: profile !== 'production' }),
    mailer,
    links: makeSignedLinks({ store: makeLinkStore(db), keyring }),
    publicBaseUrl,
    undelivered: makeUndeliveredStore(db),
    submit: makeSubmit({ client: temporal.client, clockStore: makeClockStore(db) }),
    log,
  };
  // Side by side: mails do not wait for a case engine that is away.
  const notifying = Promise.all([
    repeat(() => notifyRound(parts), context),
    repeat(() => tellCases(parts), context),
  ]);
  return {
    stop: async () => {
      // What is in hand then is sent again by the next notifier.
      await Promise.race([notifying, delay(finishMs)]);
      mailer.close();
      await temporal.close();
      await db.$disconnect();
    },
  };
});
