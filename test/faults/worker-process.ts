/** The worker as the process that it is in production, so that a test can kill it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

export interface WorkerProcess {
  /** Ends the process as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });

/** Resolves when the worker says that it is ready; rejects with its output when it ends before. */
const ready = (child: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-4_000);
      if (output.includes('"ready":true')) done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', () => fail(new Error(`the worker ended: ${output}`)));
  });

export async function startWorkerProcess(
  env: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'workers', 'temporal.main.ts')],
    { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone(child);
  };
  await ready(child).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return { kill };
}
