/**
 * Makes the topics of every institution of the directory as they are declared in
 * infra/kafka/topics.ts, and with a login the rights as declared in infra/kafka/access.ts. Any number
 * of times: the second run has nothing to do. It deletes nothing and takes nothing away.
 *   npm run topics -- --dry-run            says what it would do
 *   npm run topics -- --engine relais      the engine's processes log in as `relais`
 */
import { parseArgs } from 'node:util';
import { readConfig } from '../infra/config';
import { rightsOf } from '../infra/kafka/access';
import { aclLine, giveAccess, planAccess } from '../infra/kafka/access-plan';
import { makeKafka } from '../infra/kafka/client';
import type { KafkaClient } from '../infra/kafka/client';
import { knock } from '../infra/kafka/knock';
import { kafkaSettings } from '../infra/kafka/settings';
import { applyTopics, changeLine, planTopics } from '../infra/kafka/topic-plan';
import { topicsOf } from '../infra/kafka/topics';
import { openDatabase } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makeLog } from '../infra/telemetry/log';
import type { InstitutionId } from '../schemas/index';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const optionsOf = (login: string | undefined) => {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      acls: { type: 'boolean', default: login !== undefined },
      'no-acls': { type: 'boolean', default: false },
      engine: { type: 'string' },
    },
  });
  return {
    dryRun: values['dry-run'],
    withRights: values.acls && !values['no-acls'],
    engine: values.engine ?? login,
  };
};

async function institutionIds(databaseUrl: string): Promise<InstitutionId[]> {
  const db = openDatabase(databaseUrl, 'relais_engine');
  try {
    return (await makeDirectoryStore(db).listInstitutions({})).map(({ id }) => id);
  } finally {
    await db.$disconnect();
  }
}

/** Gives how many things there were to do. */
async function workTopics(kafka: KafkaClient, ids: InstitutionId[], dry: boolean): Promise<number> {
  const changes = await planTopics(kafka, topicsOf(ids));
  for (const change of changes) say(`${change.kind === 'kept' ? '?' : '+'} ${changeLine(change)}`);
  if (!dry) await applyTopics(kafka, changes);
  return changes.filter(({ kind }) => kind !== 'kept').length;
}

async function workRights(
  kafka: KafkaClient,
  rights: Parameters<typeof planAccess>[1],
  dry: boolean,
): Promise<number> {
  const { missing, undeclared } = await planAccess(kafka, rights);
  for (const entry of missing) say(`+ ${aclLine(entry)}`);
  for (const entry of undeclared) say(`? ${aclLine(entry)}: declared nowhere, left as it is`);
  if (!dry) await giveAccess(kafka, missing);
  return missing.length;
}

async function main(): Promise<void> {
  const config = readConfig();
  const { dryRun, withRights, engine } = optionsOf(config.kafkaLogin?.username);
  if (withRights && engine === undefined) {
    throw new Error('--acls: say with --engine as whom the processes of the engine log in');
  }
  const log = makeLog('topics', config.logLevel);
  const settings = kafkaSettings(config, 'relais-topics', log);
  await knock(settings, new AbortController().signal);
  const kafka = makeKafka(settings);
  const ids = await institutionIds(config.databaseUrl);
  const topics = await workTopics(kafka, ids, dryRun);
  const rights =
    withRights && engine !== undefined
      ? await workRights(kafka, rightsOf(ids, engine), dryRun)
      : undefined;
  const done = dryRun ? 'to do' : 'done';
  const counted = [
    `${topics} for topics`,
    ...(rights === undefined ? [] : [`${rights} for rights`]),
  ].join(', ');
  const nothing = topics + (rights ?? 0) === 0;
  say(`${ids.length} institutions: ${nothing ? 'nothing to do' : `${done}: ${counted}`}`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
