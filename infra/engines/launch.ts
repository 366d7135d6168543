import { join } from 'node:path';
import { demoAccounts } from '../oidc/demo-accounts';
import { endCommands } from './command';
import { readLauncherEnvironment } from './env';
import { deleteData, mustAgree } from './fresh';
import { startEngines } from './index';
import type { Engines } from './index';
import { issuerOf } from './launch-context';
import type { Launch, LaunchOptions } from './launch-context';
import { childEnvironment, prepareData } from './launch-data';
import { chooseLaunchPorts } from './launch-ports';
import type { LaunchPorts, Purpose } from './launch-ports';
import { bringWorkers, endWorkers } from './launch-workers';
import type { StagedWorker } from './launch-workers';
import { provideMasterKey } from './master-key';
import { FIRST_WORKER_RANK, stopLeftovers } from './process';
import { redact } from './reach';
import { summaryText } from './summary';
import type { Summary } from './summary';
import { terminalProgress } from './terminal';
import { sleep } from './wait';

/** A process that is not even ready has nothing to finish. */
const CALLED_OFF_MS = 2_000;

/** What has to be stopped, in the order in which it was started. */
interface Running {
  engines: Engines | undefined;
  readonly workers: StagedWorker[];
}

/**
 * Brings everything up, says so, and stays until somebody asks to stop; then ends our processes,
 * Kafka, Temporal and Postgres in this order. A failure on the way ends what was already up.
 */
export async function launch(options: LaunchOptions): Promise<void> {
  const env = readLauncherEnvironment();
  const dataDir = join(options.varDir, 'data');
  if (options.fresh) await mustAgree(dataDir, options.yes);
  if (options.stop.isWanted()) return;
  const terminal = terminalProgress(process.stdout);
  const self: Launch = {
    ...options,
    env,
    dataDir,
    runDir: join(options.varDir, 'run'),
    logDir: join(options.varDir, 'logs'),
    // after a stop was asked for, the end of everything is no news
    say: (event) => {
      if (!options.stop.isWanted()) terminal.on(event);
    },
    print: (line) => {
      if (!options.stop.isWanted()) terminal.print(line);
    },
  };
  const running: Running = { engines: undefined, workers: [] };
  void options.stop.wanted.then(() => terminal.close());
  const over = new AbortController();
  const start = bringUp(self, running).finally(() => over.abort());
  // A start that was called off fails in its own ways: that is no news any more.
  start.catch(() => undefined);
  try {
    await Promise.race([start, options.stop.wanted]);
    await options.stop.wanted;
  } finally {
    while (!over.signal.aborted) await callOff(self, running);
    await endWorkers(running.workers);
    await running.engines?.stop();
    await stopLeftovers(self.runDir);
    terminal.close();
    terminal.print('Everything has stopped.');
  }
}

async function bringUp(self: Launch, running: Running): Promise<void> {
  const startedMs = performance.now();
  const { env, stop, dataDir } = self;
  const left = await stopLeftovers(self.runDir);
  if (left.length > 0) self.print(`  ✓ ended what an earlier run left: ${left.join(', ')}`);
  if (self.fresh) deleteData(dataDir);
  const portFile = join(dataDir, 'ports.json');
  const { ports, moved } = await chooseLaunchPorts(env, portFile, neededPorts(self));
  for (const line of moved) self.print(`  ! ${line}`);
  const keyFile = env.RELAIS_MASTER_KEY_FILE ?? join(self.varDir, 'master.key');
  provideMasterKey(keyFile);
  const engines = await bringEngines(self, ports);
  running.engines = engines;
  if (stop.isWanted()) return;
  const childEnv = childEnvironment(self, { engines, ports, keyFile });
  await prepareData(self, engines.databaseUrl, childEnv);
  if (stop.isWanted()) return;
  await bringWorkers(self, { apiPort: ports.api, env: childEnv }, running.workers);
  self.print(summaryText(summaryOf(self, engines, ports), performance.now() - startedMs));
}

function summaryOf(self: Launch, engines: Engines, ports: LaunchPorts): Summary {
  const { env, dataDir } = self;
  const ownDatabase = env.DATABASE_URL === undefined;
  return {
    apiUrl: `http://127.0.0.1:${ports.api}`,
    temporalUiUrl: engines.temporalUiUrl,
    temporalAddress: engines.temporalAddress,
    kafkaBrokers: engines.kafkaBrokers,
    databaseUrl: redact(engines.databaseUrl),
    passwordFile: ownDatabase ? join(dataDir, 'postgres.password') : undefined,
    issuer: issuerOf(self, ports),
    mailsUrl: env.SMTP_URL === undefined ? `http://127.0.0.1:${ports.mails}` : undefined,
    logDir: self.logDir,
    accounts: self.demo && env.RELAIS_OIDC_ISSUER === undefined ? demoAccounts : [],
  };
}

function neededPorts({ env }: Launch): Purpose[] {
  const needed: Purpose[] = ['api'];
  if (env.RELAIS_OIDC_ISSUER === undefined) needed.push('oidc');
  if (env.SMTP_URL === undefined) needed.push('smtp', 'mails');
  if (env.DATABASE_URL === undefined) needed.push('postgres');
  if (env.TEMPORAL_ADDRESS === undefined) needed.push('temporal', 'temporalUi');
  if (env.KAFKA_BROKERS === undefined) needed.push('kafka');
  return needed;
}

function bringEngines(self: Launch, ports: LaunchPorts): Promise<Engines> {
  const { env } = self;
  return startEngines({
    dir: self.varDir,
    mode: 'persistent',
    want: ['postgres', 'temporal', 'kafka'],
    // Downloads are the checkout's, wherever this start keeps its data.
    cacheDir: env.RELAIS_ENGINE_CACHE ?? join(self.projectDir, 'var', 'engines'),
    ports: {
      postgres: ports.postgres,
      temporal: ports.temporal,
      temporalUi: ports.temporalUi,
      kafka: ports.kafka,
    },
    external: {
      databaseUrl: env.DATABASE_URL,
      temporalAddress: env.TEMPORAL_ADDRESS,
      kafkaBrokers: env.KAFKA_BROKERS,
    },
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    javaHome: env.JAVA_HOME,
    onProgress: self.say,
    onRestart: (engine, pauseMs) =>
      self.print(`  ! ${engine} ended and is started again in ${pauseMs / 1000} s`),
  });
}

/** Ends whatever a start that was called off is just doing; it notices and gives up. */
async function callOff(self: Launch, running: Running): Promise<void> {
  endCommands();
  await endWorkers(running.workers);
  await stopLeftovers(self.runDir, { graceMs: CALLED_OFF_MS, fromRank: FIRST_WORKER_RANK });
  await running.engines?.stop();
  await stopLeftovers(self.runDir);
  await sleep(100);
}
