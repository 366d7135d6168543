/**
 * A whole installation for one run: durable engines in a folder that is thrown away, our own two
 * processes, and the bare worker beside them.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '../../infra/engines/command';
import { inheritedEnvironment, readLauncherEnvironment } from '../../infra/engines/env';
import { startEngines } from '../../infra/engines/index';
import type { Engines } from '../../infra/engines/index';
import { provideMasterKey } from '../../infra/engines/master-key';
import { migrate } from '../../infra/engines/migrate';
import type { RunningProcess } from '../../infra/engines/process';
import { seedFile, workerTable } from '../../infra/engines/processes';
import { inStep } from '../../infra/engines/progress';
import type { OnProgress } from '../../infra/engines/progress';
import { startWorker, typeScriptArgs } from '../../infra/engines/workers';

const projectDir = resolve(__dirname, '..', '..');
const ours = ['temporal-worker', 'relay'];
const bareWorker = { name: 'bare-worker', file: 'bench/bare/worker.main.ts', stage: 2 };

/** Where everything of one run lies. */
export interface Place {
  readonly dir: string;
  readonly logDir: string;
  readonly runDir: string;
  readonly keyFile: string;
  remove(): void;
}

export interface Installation {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly kafkaBrokers: readonly string[];
  readonly masterKeyFile: string;
  /** The running processes; Postgres by the one whose children the others are. */
  processes(): readonly { readonly name: string; readonly pid: number | undefined }[];
  stop(): Promise<void>;
}

/** A new folder that the account of Postgres may pass through. */
export function newPlace(): Place {
  const dir = mkdtempSync(join(tmpdir(), `relais-bench-${process.pid}-`));
  chmodSync(dir, 0o711);
  return {
    dir,
    logDir: join(dir, 'logs'),
    runDir: join(dir, 'run'),
    keyFile: join(dir, 'master.key'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

const environmentOf = (engines: Engines, { keyFile }: Place): NodeJS.ProcessEnv => ({
  ...inheritedEnvironment(),
  DATABASE_URL: engines.databaseUrl,
  TEMPORAL_ADDRESS: engines.temporalAddress,
  TEMPORAL_NAMESPACE: engines.temporalNamespace,
  KAFKA_BROKERS: engines.kafkaBrokers,
  RELAIS_MASTER_KEY_FILE: keyFile,
  RELAIS_PROFILE: 'test',
  RELAIS_CLOCK_RATE: '',
  RELAIS_CLOCK_DOMAIN_ORIGIN: '',
  RELAIS_LOG_LEVEL: 'info',
});

/** Tables, policies, calendars, the invented offices and their topics. */
async function prepareData(engines: Engines, place: Place, env: NodeJS.ProcessEnv): Promise<void> {
  const { databaseUrl } = engines;
  await migrate({ projectDir, databaseUrl, env, logFile: join(place.logDir, 'migrate.log') });
  await runCommand({
    step: 'seed',
    command: process.execPath,
    args: [...typeScriptArgs(projectDir, seedFile), '--demo'],
    cwd: projectDir,
    env,
    logFile: join(place.logDir, 'seed.log'),
  });
}

async function startWorkers(
  env: NodeJS.ProcessEnv,
  { logDir, runDir }: Place,
  started: RunningProcess[],
): Promise<void> {
  const entries = [...workerTable.filter(({ name }) => ours.includes(name)), bareWorker];
  for (const entry of entries) {
    started.push(await startWorker(entry, { projectDir, logDir, runDir, env, apiPort: 0 }));
  }
}

const bringEngines = (place: Place, onProgress: OnProgress): Promise<Engines> => {
  const env = readLauncherEnvironment();
  return startEngines({
    dir: place.dir,
    // Synced to disk as `npm start` has it: a database that forgets is no peer.
    mode: 'persistent',
    want: ['postgres', 'temporal', 'kafka'],
    cacheDir: env.RELAIS_ENGINE_CACHE ?? join(projectDir, 'var', 'engines'),
    ports: { temporalUi: undefined },
    javaHome: env.JAVA_HOME,
    onProgress,
    onRestart: (engine) => process.stderr.write(`  ! ${engine} died: this run is worth nothing\n`),
  });
};

/** Brings everything up; what was up is ended when a later step fails. */
export async function startInstallation(
  place: Place,
  onProgress: OnProgress,
): Promise<Installation> {
  provideMasterKey(place.keyFile);
  const engines = await bringEngines(place, onProgress);
  const workers: RunningProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await engines.stop();
  };
  try {
    const env = environmentOf(engines, place);
    await inStep({ on: onProgress, name: 'tables, rules, topics' }, () =>
      prepareData(engines, place, env),
    );
    await inStep({ on: onProgress, name: 'worker, relay, bare peer' }, () =>
      startWorkers(env, place, workers),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    databaseUrl: engines.databaseUrl,
    temporalAddress: engines.temporalAddress,
    temporalNamespace: engines.temporalNamespace,
    kafkaBrokers: engines.kafkaBrokers.split(','),
    masterKeyFile: place.keyFile,
    processes: () => [
      ...workers.map(({ name, pid }) => ({ name, pid })),
      ...(['temporal', 'kafka', 'postgres'] as const).map((name) => ({
        name,
        pid: engines.pid(name),
      })),
    ],
    stop,
  };
}
