/** Postgres and a broker alone, in a folder that is thrown away; relays as they are wanted. */
import { join, resolve } from 'node:path';
import { inheritedEnvironment, readLauncherEnvironment } from '../../infra/engines/env';
import { startEngines } from '../../infra/engines/index';
import type { Engines } from '../../infra/engines/index';
import { provideMasterKey } from '../../infra/engines/master-key';
import { migrate } from '../../infra/engines/migrate';
import type { RunningProcess } from '../../infra/engines/process';
import { workerTable } from '../../infra/engines/processes';
import type { OnProgress } from '../../infra/engines/progress';
import { startWorker } from '../../infra/engines/workers';
import type { Place } from '../spine/installation';

const projectDir = resolve(__dirname, '..', '..');

export interface RelayInstallation {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** Starts the relay of the product; ended with the rest. */
  startRelay(): Promise<void>;
  /** Ends the broker as a power cut would; it is started again by itself. */
  killBroker(): void;
  stop(): Promise<void>;
}

async function bringEngines(place: Place, onProgress: OnProgress): Promise<Engines> {
  const launcher = readLauncherEnvironment();
  const engines = await startEngines({
    dir: place.dir,
    // Synced to disk as `npm start` has it.
    mode: 'persistent',
    want: ['postgres', 'kafka'],
    cacheDir: launcher.RELAIS_ENGINE_CACHE ?? join(projectDir, 'var', 'engines'),
    javaHome: launcher.JAVA_HOME,
    onProgress,
  });
  const { databaseUrl } = engines;
  const logFile = join(place.logDir, 'migrate.log');
  try {
    await migrate({ projectDir, databaseUrl, env: inheritedEnvironment(), logFile });
  } catch (error) {
    await engines.stop();
    throw error;
  }
  return engines;
}

/** Brings both up with the tables; what was up is ended when a later step fails. */
export async function startRelayInstallation(
  place: Place,
  onProgress: OnProgress,
): Promise<RelayInstallation> {
  provideMasterKey(place.keyFile);
  const engines = await bringEngines(place, onProgress);
  const workers: RunningProcess[] = [];
  const env = {
    ...inheritedEnvironment(),
    DATABASE_URL: engines.databaseUrl,
    KAFKA_BROKERS: engines.kafkaBrokers,
    RELAIS_MASTER_KEY_FILE: place.keyFile,
    RELAIS_PROFILE: 'test',
    RELAIS_LOG_LEVEL: 'info',
  };
  const { logDir, runDir } = place;
  return {
    databaseUrl: engines.databaseUrl,
    brokers: engines.kafkaBrokers.split(','),
    startRelay: async () => {
      for (const entry of workerTable.filter(({ name }) => name === 'relay')) {
        workers.push(await startWorker(entry, { projectDir, logDir, runDir, env, apiPort: 0 }));
      }
    },
    killBroker: () => {
      const pid = engines.pid('kafka');
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await engines.stop();
    },
  };
}
