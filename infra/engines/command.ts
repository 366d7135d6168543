import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { EngineFailure } from './failure';
import { openLog } from './process';

/** A command that runs once, its output in a log file. */
export interface Command {
  readonly step: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  readonly advice?: readonly string[];
}

const running = new Set<ChildProcess>();

/** Ends the commands that are running now: the start was called off. */
export function endCommands(): void {
  for (const child of running) child.kill('SIGTERM');
}

/** Runs a command to its end; an exit code other than 0 is an `EngineFailure` naming step and log. */
export async function runCommand(plan: Command): Promise<void> {
  const { fd } = openLog(plan.logFile);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(plan.command, plan.args, {
        stdio: ['ignore', fd, fd],
        ...(plan.cwd === undefined ? {} : { cwd: plan.cwd }),
        ...(plan.env === undefined ? {} : { env: plan.env }),
        ...(plan.uid === undefined ? {} : { uid: plan.uid }),
        ...(plan.gid === undefined ? {} : { gid: plan.gid }),
      });
      running.add(child);
      child.once('error', reject);
      child.once('exit', resolve);
      child.once('close', () => running.delete(child));
    });
    if (code === 0) return;
    throw new EngineFailure(plan.step, `${plan.command} ended with ${code ?? 'a signal'}`, {
      logFile: plan.logFile,
      advice: plan.advice ?? [],
    });
  } catch (error) {
    if (error instanceof EngineFailure) throw error;
    throw new EngineFailure(plan.step, `${plan.command} could not be run`, {
      cause: error,
      logFile: plan.logFile,
      advice: plan.advice ?? [],
    });
  } finally {
    closeSync(fd);
  }
}

/** The output of a quick command, or undefined when it is missing, fails or takes over 10 s. */
export function outputOf(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    // Not spawn's own `timeout`: its timer stays behind when the program does not exist.
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined);
    });
  });
}
