/** Engines that belong to one file, because it takes them away from everybody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEngines } from '../../infra/engines/index';
import { freePorts } from '../../infra/engines/ports';
import type { RunningProcess } from '../../infra/engines/process';
import { provideTemporal, startTemporal } from '../../infra/engines/temporal';

const cacheDir =
  process.env['RELAIS_ENGINE_CACHE'] ?? resolve(__dirname, '..', '..', 'var', 'engines');
const quiet = { note: () => undefined };

export const namespace = 'relais';

/** A Temporal that keeps its cases on disk, and that is away until it is started again. */
export interface OwnTemporal {
  readonly address: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function openTemporal(): Promise<OwnTemporal> {
  const dir = mkdtempSync(join(tmpdir(), 'relais-temporal-'));
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const plan = {
    port,
    metricsPort,
    uiPort: undefined,
    namespace,
    dataDir: join(dir, 'data'),
    cacheDir,
    logDir: join(dir, 'logs'),
    runDir: join(dir, 'run'),
  };
  const command = await provideTemporal(plan, quiet);
  let server: RunningProcess | undefined;
  const stop = async (): Promise<void> => {
    await server?.stop();
    server = undefined;
  };
  const start = async (): Promise<void> => {
    server = await startTemporal(plan, command, quiet);
  };
  await start();
  return {
    address: `127.0.0.1:${port}`,
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface OwnKafka {
  readonly brokers: string;
  /** Where the broker keeps every record of every topic. */
  readonly dataDir: string;
  /** Ends the broker as a power cut would; it is started again by itself. */
  kill(): void;
  close(): Promise<void>;
}

/** A broker on which nobody else writes, or listens as the intake. */
export async function openKafka(): Promise<OwnKafka> {
  const dir = mkdtempSync(join(tmpdir(), 'relais-kafka-'));
  const engines = await startEngines({
    dir,
    cacheDir,
    mode: 'ephemeral',
    want: ['kafka'],
    javaHome: process.env['JAVA_HOME'],
  });
  return {
    brokers: engines.kafkaBrokers,
    dataDir: join(dir, 'data', 'kafka'),
    kill: () => {
      const pid = engines.pid('kafka');
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    close: async () => {
      await engines.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
