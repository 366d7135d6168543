/** The product as `npm start` brings it, in a folder and on ports of its own, with its demonstration. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from '../../infra/engines/ports';

const root = resolve(__dirname, '..', '..');
const ports = [
  'RELAIS_API_PORT',
  'RELAIS_OIDC_PORT',
  'RELAIS_SMTP_PORT',
  'RELAIS_MAIL_PAGE_PORT',
  'RELAIS_POSTGRES_PORT',
  'RELAIS_TEMPORAL_PORT',
  'RELAIS_TEMPORAL_UI_PORT',
  'RELAIS_KAFKA_PORT',
] as const;

export interface StartedProduct {
  readonly origin: string;
  readonly issuer: string;
  /** Asks for an orderly stop, as Ctrl-C does; resolves when nothing of it is left. */
  stop(): Promise<void>;
}

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', () => done());
  });

/** Waits for its word that it is ready; when it ends before, the error holds what it said. */
const ready = (child: ChildProcess): Promise<void> =>
  new Promise((done, fail) => {
    let said = '';
    const hear = (words: Buffer): void => {
      said += words.toString();
      if (said.includes('Relais is ready')) done();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => fail(new Error(`the product did not start:\n${said}`)));
  });

/** What the tests run on is not what the product runs on: it brings engines of its own. */
const environment = (own: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const { DATABASE_URL, TEMPORAL_ADDRESS, KAFKA_BROKERS, NODE_ENV, ...rest } = process.env;
  return { ...rest, ...own };
};

/** Starts it, in less than a minute on two cores. Call `stop` when the file is done. */
export const startProduct = async (): Promise<StartedProduct> => {
  // A folder of this name is swept by the next run when this one is killed.
  const dir = mkdtempSync(join(tmpdir(), `relais-test-${process.pid}-product-`));
  chmodSync(dir, 0o711);
  const free = await freePorts(ports.length);
  const own = Object.fromEntries(ports.map((name, index) => [name, String(free[index])]));
  const child = spawn(process.execPath, ['infra/engines/start.mjs', '--dir', dir], {
    cwd: root,
    env: environment(own),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): boolean => child.kill('SIGTERM');
  process.once('exit', end);
  const stop = async (): Promise<void> => {
    end();
    await gone(child);
    process.off('exit', end);
    rmSync(dir, { recursive: true, force: true });
  };
  await ready(child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    origin: `http://127.0.0.1:${own['RELAIS_API_PORT'] ?? ''}`,
    issuer: `http://127.0.0.1:${own['RELAIS_OIDC_PORT'] ?? ''}`,
    stop,
  };
};
