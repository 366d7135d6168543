/** What every process has in common: a log, a ready line, an orderly end, and a hasty one. */
import { readConfig } from '../infra/config';
import type { Config } from '../infra/config';
import { makeLog } from '../infra/telemetry/log';
import type { Log } from '../infra/telemetry/log';

export interface ProcessContext {
  readonly config: Config;
  readonly log: Log;
  /** Aborted at the first wish to stop. */
  readonly stopping: AbortSignal;
  /** For what cannot heal from within: says why and ends the process, so that it is started anew. */
  readonly fatal: (error: unknown) => void;
}

/** What `start` hands back. */
export interface RunningProcess {
  /** First stage: finish what is in hand, take nothing new. */
  stop(): Promise<void>;
  /** Shown beside the ready line: addresses, counts. Nothing personal, nothing secret. */
  readonly details?: object;
}

/** First stage of the end; after it whatever still runs is left where it stands. */
const finishMs = 10_000;
const flushMs = 100;

/** A second wish to stop within this time is the same Ctrl-C, passed on by a parent. */
const samePressMs = 1_000;

/**
 * Runs one process: reads the configuration, starts, says `ready`, and ends on SIGTERM or SIGINT
 * in two stages. Exit code 0 after an orderly end, 1 after anything else.
 */
export function runProcess(
  name: string,
  start: (context: ProcessContext) => Promise<RunningProcess>,
): void {
  const config = readConfig();
  const log = makeLog(name, config.logLevel);
  const stopping = new AbortController();
  let running: RunningProcess | undefined;
  let firstMs: number | undefined;

  const exit = (code: number): void => {
    log.flush();
    setTimeout(() => process.exit(code), flushMs);
  };
  const fatal = (error: unknown): void => {
    log.fatal({ err: error }, 'this cannot heal from within: ending, to be started anew');
    exit(1);
  };
  const finish = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    stopping.abort();
    const force = setTimeout(() => {
      log.warn({ finishMs }, 'not finished in time: stopping by force');
      exit(1);
    }, finishMs);
    await running?.stop();
    clearTimeout(force);
    log.info('stopped');
    exit(0);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      finish(signal).catch(fatal);
    } else if (performance.now() - firstMs > samePressMs) exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', fatal);

  start({ config, log, stopping: stopping.signal, fatal }).then((started) => {
    running = started;
    if (!stopping.signal.aborted) log.info({ ...started.details, ready: true }, 'ready');
  }, fatal);
}
