import { FIRST_WORKER_RANK, readLog, startProcess } from './process';
import type { RunningProcess } from './process';
import { EngineFailure } from './failure';
import { join } from 'node:path';
import { until } from './wait';
import type { WorkerEntry } from './processes';

const READY_MS = 90_000;

export interface WorkerPlan {
  readonly projectDir: string;
  readonly logDir: string;
  readonly runDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly apiPort: number;
}

/** Node's arguments for a TypeScript file of this checkout. */
export const typeScriptArgs = (projectDir: string, file: string): string[] => [
  '--enable-source-maps',
  '--import',
  'tsx',
  join(projectDir, file),
];

function saysReady(text: string): boolean {
  return text.split('\n').some((line) => {
    if (!line.startsWith('{') || !line.includes('ready')) return false;
    try {
      const record = JSON.parse(line) as { ready?: unknown; msg?: unknown };
      return record.ready === true || record.msg === 'ready';
    } catch {
      return false;
    }
  });
}

async function answersReady(port: number, path: string): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}${path}`;
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/**
 * Starts one of our own processes; resolves when it is ready: the API when `/readyz` says so, the
 * others when they write a log line `{"msg":"ready"}` (or `{"ready":true}`).
 */
export async function startWorker(entry: WorkerEntry, plan: WorkerPlan): Promise<RunningProcess> {
  const running = await startProcess({
    name: entry.name,
    rank: FIRST_WORKER_RANK + entry.stage,
    command: process.execPath,
    args: typeScriptArgs(plan.projectDir, entry.file),
    cwd: plan.projectDir,
    env: plan.env,
    logFile: join(plan.logDir, `${entry.name}.log`),
    runDir: plan.runDir,
    marker: join(plan.projectDir, entry.file),
  });
  const { readyPath } = entry;
  const state = await until(
    async () => {
      if (running.hasExited()) return 'exited' as const;
      const ready =
        readyPath === undefined
          ? saysReady(readLog(running.logFile, running.logStart))
          : await answersReady(plan.apiPort, readyPath);
      return ready ? ('ready' as const) : undefined;
    },
    READY_MS,
    100,
  );
  if (state === 'ready') return running;
  await running.stop();
  const what = state === 'exited' ? 'ended at once' : `was not ready after ${READY_MS / 1000} s`;
  throw new EngineFailure(entry.name, what, {
    logFile: running.logFile,
    advice: ['the end of the log says why'],
  });
}
