/**
 * Loads what an installation cannot start without, every time: policies, calendars, topics, clock;
 * with `--demo` the invented offices too. What is there already is left alone.
 */
import { parseArgs } from 'node:util';
import { calendarsFor } from '../infra/calendars/calendars';
import { readConfig } from '../infra/config';
import { makeKafka } from '../infra/kafka/client';
import { ensureTopics } from '../infra/kafka/topics';
import { loadPolicies } from '../infra/policies';
import { makeCalendarStore } from '../infra/prisma/calendar-store';
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import type { Database } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makePolicyStore } from '../infra/prisma/policy-store';
import { makeRunningCases } from '../infra/prisma/running-cases';
import { makeLog } from '../infra/telemetry/log';
import type { Log } from '../infra/telemetry/log';
import { connectTemporal } from '../infra/temporal/client';
import type { Clock } from '../schemas/index';
import { demoInstitutions } from './seed/demo-institutions';
import { setClock } from './seed/set-clock';

/** A case keeps its calendar: it must reach past the last follow-up of any case begun today. */
const yearsBack = 2;
const yearsAhead = 12;

async function publishRules(db: Database, clock: Clock, log: Log): Promise<void> {
  const policies = loadPolicies();
  const policyStore = makePolicyStore(db);
  for (const policy of policies) await policyStore.publishPolicy(policy);
  const cantons = [...new Set(policies.map(({ running }) => running.canton))];
  const calendarStore = makeCalendarStore(db);
  const domainYear = Number(clock.domainOrigin.slice(0, 4));
  const year = Math.max(domainYear, new Date().getUTCFullYear());
  for (const canton of cantons) {
    await calendarStore.publishCalendar(calendarsFor(canton, year - yearsBack, year + yearsAhead));
  }
  log.info({ policies: policies.length, calendars: cantons.length }, 'rules published');
}

async function fillDirectory(db: Database, demo: boolean): Promise<string[]> {
  const directory = makeDirectoryStore(db);
  for (const institution of demo ? demoInstitutions : []) {
    await directory.upsertInstitution(institution);
  }
  return (await directory.listInstitutions({})).map(({ id }) => id);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
  const config = readConfig();
  const log = makeLog('seed', config.logLevel);
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(config);
  const kafka = makeKafka({ brokers: config.kafkaBrokers, clientId: 'relais-seed', log });
  try {
    const institutions = await fillDirectory(db, values.demo);
    const topics = await ensureTopics(kafka, institutions);
    log.info({ institutions: institutions.length, newTopics: topics.length }, 'directory ready');
    const clockStore = makeClockStore(db);
    await publishRules(db, await clockStore.getClock(), log);
    const cases = makeRunningCases(db);
    // Last: from here on domain time runs.
    const { clock, told } = await setClock({ config, clockStore, cases, client: temporal.client });
    log.info({ clock, casesTold: told }, 'clock set');
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
