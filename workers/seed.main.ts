/**
 * Loads what an installation cannot start without, every time: policies, calendars, topics, clock;
 * with `--demo` the invented offices too. What is there already is left alone.
 */
import { parseArgs } from 'node:util';
import { readConfig } from '../infra/config';
import { loadKeyring } from '../infra/crypto/keyring';
import type { Keyring } from '../infra/crypto/keyring';
import { makeKafka } from '../infra/kafka/client';
import { knock } from '../infra/kafka/knock';
import { provideTopics } from '../infra/kafka/provide-topics';
import { kafkaSettings } from '../infra/kafka/settings';
import { loadPolicies } from '../infra/policies';
import { makeAddressStore } from '../infra/prisma/address-store';
import { makeCalendarStore } from '../infra/prisma/calendar-store';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import type { Database } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makePolicyStore } from '../infra/prisma/policy-store';
import { makeRolloutStore } from '../infra/prisma/rollout-store';
import { makeRunningCases } from '../infra/prisma/running-cases';
import { makeLog } from '../infra/telemetry/log';
import type { Log } from '../infra/telemetry/log';
import { connectTemporal } from '../infra/temporal/client';
import type { Clock } from '../schemas/index';
import { demoChannels, demoInstitutions } from './seed/demo-institutions';
import { loadCalendars } from './seed/load-calendars';
import { startRecovery } from './start-recovery';
import { startSurvey } from './start-survey';
import { setClock } from './seed/set-clock';

async function publishRules(db: Database, clock: Clock, log: Log): Promise<void> {
  const policies = loadPolicies();
  const policyStore = makePolicyStore(db);
  for (const policy of policies) await policyStore.publishPolicy(policy);
  // A bent clock may be ahead of the wall.
  const today = new Date().toISOString();
  const on = (clock.domainOrigin > today ? clock.domainOrigin : today).slice(0, 10);
  const calendars = await loadCalendars(makeCalendarStore(db), on);
  log.info({ policies: policies.length, calendars }, 'rules published');
}

/** What a coordinator changed since is left alone. */
async function fillDirectory(
  db: Database,
  { demo, keyring }: { readonly demo: boolean; readonly keyring: Keyring },
): Promise<string[]> {
  const directory = makeDirectoryStore(db);
  const addresses = makeAddressStore(db, keyring);
  for (const institution of demo ? demoInstitutions : []) {
    if ((await directory.findInstitution(institution.id)) !== undefined) continue;
    await directory.upsertInstitution(institution);
    const channel = demoChannels.get(institution.id);
    if (channel !== undefined) await addresses.setChannel(institution.id, channel);
  }
  return (await directory.listInstitutions({})).map(({ id }) => id);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
  const config = readConfig();
  const log = makeLog('seed', config.logLevel);
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(config);
  const settings = kafkaSettings(config, 'relais-seed', log);
  const engine = config.kafkaLogin?.username;
  try {
    const institutions = await fillDirectory(db, {
      demo: values.demo,
      keyring: loadKeyring(config.masterKeyFile),
    });
    await knock(settings, new AbortController().signal);
    const topics = await provideTopics({ kafka: makeKafka(settings), engine, log }, institutions);
    log.info({ institutions: institutions.length, newTopics: topics.length }, 'directory ready');
    const clockStore = makeClockStore(db);
    await publishRules(db, await clockStore.getClock(), log);
    const cases = makeRunningCases(db);
    // Last: from here on domain time runs.
    const { clock, told } = await setClock({
      config,
      clockStore,
      cases,
      rollouts: makeRolloutStore(db),
      client: temporal.client,
    });
    log.info({ clock, casesTold: told }, 'clock set');
    // A Temporal that lost its cases gets them back; cases that run are left alone.
    if ((await cases.listOpenPage({ limit: 1 })).length > 0) {
      await startRecovery(temporal.client, await clockStore.getClock());
      log.info('recovery begun');
    }
    await startSurvey(temporal.client, await clockStore.getClock());
  } finally {
    await temporal.close();
    await db.$disconnect();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
