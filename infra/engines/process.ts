import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOurs } from './identity';
import { until } from './wait';

const ROTATE_BYTES = 10_000_000;
const FORCED_EXIT_MS = 5_000;

/** The engines have the ranks below; our own processes begin here. */
export const FIRST_WORKER_RANK = 10;

/** How to start a process that outlives a killed launcher and can be found again. */
export interface ProcessPlan {
  readonly name: string;
  /** Stop order: the highest rank is stopped first. */
  readonly rank: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  readonly runDir: string;
  /** A piece of the command line that only this process has. */
  readonly marker: string;
  readonly stopSignal?: NodeJS.Signals;
  /** How long the process gets to end by itself, in ms, before it is killed. */
  readonly graceMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process we started and have to end. */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Bytes that were in the log before this start: what follows is about this run. */
  readonly logStart: number;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  stop(): Promise<void>;
}

interface PidFile {
  readonly name: string;
  readonly pid: number;
  readonly rank: number;
  readonly marker: string;
  readonly stopSignal: NodeJS.Signals;
  readonly graceMs: number;
}

/** Opens a log for appending; an old long one is kept once as `.1`. Gives the descriptor and its size. */
export function openLog(file: string): { fd: number; size: number } {
  mkdirSync(dirname(file), { recursive: true });
  try {
    if (statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`);
  } catch {
    // no log yet
  }
  const fd = openSync(file, 'a');
  writeSync(fd, `--- ${new Date().toISOString()}\n`);
  return { fd, size: statSync(file).size };
}

/** What the log says since `from` (bytes). */
export function readLog(file: string, from: number): string {
  try {
    return readFileSync(file).subarray(from).toString('utf8');
  } catch {
    return '';
  }
}

/** Ends a process: first politely, after `graceMs` by force. */
export async function endProcess(target: Omit<PidFile, 'rank' | 'name'>): Promise<void> {
  const gone = (): true | undefined => (isOurs(target.pid, target.marker) ? undefined : true);
  if (gone()) return;
  signal(target.pid, target.stopSignal);
  if (await until(gone, target.graceMs, 20)) return;
  signal(target.pid, 'SIGKILL');
  await until(gone, FORCED_EXIT_MS, 20);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended in between
  }
}

/**
 * Starts a process in its own session (Ctrl-C reaches only the launcher, which then ends everything
 * in order), with its output in a log file and its id in `runDir`. Rejects when it can not be run.
 */
export async function startProcess(plan: ProcessPlan): Promise<RunningProcess> {
  mkdirSync(plan.runDir, { recursive: true });
  const log = openLog(plan.logFile);
  const child = spawn(plan.command, plan.args, {
    cwd: plan.cwd,
    detached: true,
    // straight into the file: a pipe would break when the launcher is killed
    stdio: ['ignore', log.fd, log.fd],
    ...(plan.env === undefined ? {} : { env: plan.env }),
    ...(plan.uid === undefined ? {} : { uid: plan.uid }),
    ...(plan.gid === undefined ? {} : { gid: plan.gid }),
  });
  closeSync(log.fd);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${plan.name} has no process id`);

  const note: PidFile = {
    name: plan.name,
    pid,
    rank: plan.rank,
    marker: plan.marker,
    stopSignal: plan.stopSignal ?? 'SIGTERM',
    graceMs: plan.graceMs ?? 10_000,
  };
  const pidFile = join(plan.runDir, `${plan.name}.json`);
  writeFileSync(pidFile, JSON.stringify(note));
  let over = false;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, exitSignal) => {
      over = true;
      rmSync(pidFile, { force: true });
      resolve({ code, signal: exitSignal });
    });
  });
  return {
    name: plan.name,
    pid,
    logFile: plan.logFile,
    logStart: log.size,
    exited,
    hasExited: () => over,
    stop: async () => {
      if (over) return;
      await endProcess(note);
      await exited;
    },
  };
}

/**
 * Ends what a crashed earlier run left behind, in stop order. Only processes whose command line
 * still carries the marker are touched. Gives the names of those that were still alive.
 * `graceMs` shortens the time each process gets to end by itself; `fromRank` spares lower ranks.
 */
export async function stopLeftovers(
  runDir: string,
  { graceMs = Infinity, fromRank = 0 } = {},
): Promise<string[]> {
  const notes: PidFile[] = [];
  for (const file of listJson(runDir)) {
    try {
      notes.push(JSON.parse(readFileSync(join(runDir, file), 'utf8')) as PidFile);
    } catch {
      // half-written by the crash: nothing can be known from it
    }
  }
  const ended: string[] = [];
  const chosen = notes.filter(({ rank }) => rank >= fromRank);
  for (const note of chosen.sort((a, b) => b.rank - a.rank)) {
    if (isOurs(note.pid, note.marker)) {
      ended.push(note.name);
      await endProcess({ ...note, graceMs: Math.min(note.graceMs, graceMs) });
    }
    rmSync(join(runDir, `${note.name}.json`), { force: true });
  }
  return ended;
}

function listJson(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
