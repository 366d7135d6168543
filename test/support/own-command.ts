/** A command of `workers/` as an operator runs it: to its end, in a process of its own. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

export interface OwnCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The lines it says; rejects with what it complains of when it fails. */
export const runOwnCommand = ({ file, args, env }: OwnCommand): Promise<string[]> =>
  new Promise((done, fail) => {
    const main = ['--import', 'tsx', join(root, 'workers', file), ...args];
    const child = spawn(process.execPath, main, { cwd: root, env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
    child.once('close', (code) =>
      code === 0 ? done(out.trim().split('\n')) : fail(new Error(err)),
    );
  });
