/** One of our processes as it is in production, so that a test can kill it and read what it logs. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

export interface WorkerProcess {
  /** Everything that it has written so far. */
  output(): string;
  /** Resolves when the process is gone, however it ended; null after a kill. */
  readonly exitCode: Promise<number | null>;
  /** Ends the process as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });

/** What a process writes, and when it says that it is ready. */
function listen(child: ChildProcess, file: string) {
  const chunks: string[] = [];
  const output = (): string => chunks.join('');
  const ready = new Promise<void>((done, fail) => {
    const hear = (chunk: Buffer): void => {
      chunks.push(chunk.toString());
      if (chunks.slice(-2).join('').includes('"ready":true')) done();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => fail(new Error(`${file} ended: ${output().slice(-4_000)}`)));
  });
  return { output, ready };
}

/** Starts a file of `workers/`; rejects with its output when it ends before it is ready. */
export async function startOwnProcess(
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'workers', file)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone(child);
  };
  const { output, ready } = listen(child, file);
  await ready.catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return { output, kill, exitCode: gone(child).then(() => child.exitCode) };
}

export const startWorkerProcess = (env: Readonly<Record<string, string>>): Promise<WorkerProcess> =>
  startOwnProcess('temporal.main.ts', env);
