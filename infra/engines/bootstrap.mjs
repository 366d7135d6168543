// The first thing that runs on a fresh clone, so it needs nothing but Node: it brings the locked
// dependencies, sees that the Prisma client is generated, and then runs the command it was given:
//   node infra/engines/bootstrap.mjs tsx <file> [arguments]
//   node infra/engines/bootstrap.mjs node <file> [arguments]
// The file runs in this very process: one process less to forward signals to.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modulesDir = join(projectDir, 'node_modules');
const lockFile = join(projectDir, 'package-lock.json');
const stampFile = join(modulesDir, '.relais-stamp');
const schemaFile = join(projectDir, 'infra', 'prisma', 'schema.prisma');
const schemaStampFile = join(modulesDir, '.relais-schema');
const generatedClient = join(projectDir, 'infra', 'prisma', 'generated', 'client.ts');

/** Ends the process with a message for a person: what is wrong and what to do. */
function refuse(...lines) {
  process.stderr.write(`\n${lines.join('\n  → ')}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  refuse(
    `Relais needs Node 20.19 or newer (20, 22 and 24 are tested); this is ${process.version}.`,
    'with nvm: nvm install 22 && nvm use 22',
  );
}

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

/** True when what lies in node_modules is what the lock file asks for, whoever installed it. */
function installedAsLocked() {
  const hidden = join(modulesDir, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true; // made for another platform
    return found.version === entry.version;
  });
}

/** False for packages that are made for another machine: npm leaves them out. */
const fits = ({ os, cpu, libc }) =>
  (os?.includes(process.platform) ?? true) &&
  (cpu?.includes(process.arch) ?? true) &&
  !libc?.includes('musl');

/** Runs a program with its output in a log; `describe` gives the words shown while it runs. */
async function runShowing({ title, command, args, logName, describe = () => '' }) {
  const logFile = join(projectDir, 'var', 'logs', logName);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const started = Date.now();
  const elapsed = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  const out = process.stderr;
  const timer = setInterval(
    () => {
      const line = `  … ${title} ${describe()} ${elapsed()}`;
      out.write(out.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    out.isTTY ? 250 : 5_000,
  );
  if (!out.isTTY) out.write(`  … ${title}\n`);
  const code = await new Promise((done) => {
    const child = spawn(command, args, { cwd: projectDir, stdio: ['ignore', log, log] });
    child.on('error', (error) => {
      writeFileSync(log, `${error.message}\n`);
      done(1);
    });
    child.on('exit', (exitCode) => done(exitCode ?? 1));
  });
  clearInterval(timer);
  closeSync(log);
  if (out.isTTY) out.write('\r\x1b[2K');
  if (code === 0) out.write(`  ✓ ${title.padEnd(22)} ${elapsed().padStart(8)}\n`);
  else {
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8);
    refuse(
      `${title} failed:\n    ${tail.join('\n    ')}\n`,
      `the whole log: ${logFile}`,
      'is the npm registry reachable? npm reads its usual settings and npm_config_* variables',
    );
  }
}

async function installDependencies() {
  const wanted = hashOf(lockFile);
  if (textOf(stampFile) === wanted) return;
  if (!installedAsLocked()) {
    const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
    const paths = Object.keys(packages).filter((path) => path !== '' && fits(packages[path]));
    const count = () =>
      paths.filter((path) => existsSync(join(projectDir, path, 'package.json'))).length;
    const npm = process.env.npm_execpath?.endsWith('.js')
      ? [process.execPath, [process.env.npm_execpath]]
      : ['npm', []];
    await runShowing({
      title: 'npm dependencies',
      command: npm[0],
      args: [...npm[1], 'ci', '--no-audit', '--no-fund'],
      logName: 'npm.log',
      describe: () => `${count()} of about ${paths.length} packages`,
    });
  }
  writeFileSync(stampFile, wanted);
}

async function generateClient() {
  const wanted = hashOf(schemaFile);
  if (existsSync(generatedClient) && textOf(schemaStampFile) === wanted) return;
  const cli = join(projectDir, 'infra', 'prisma', 'cli.mjs');
  await runShowing({
    title: 'database client',
    command: process.execPath,
    args: [cli, 'generate'],
    logName: 'prisma-generate.log',
  });
  writeFileSync(schemaStampFile, wanted);
}

/** Makes the checkout runnable: dependencies as locked, database client generated. */
export async function bootstrap() {
  checkNode();
  await installDependencies();
  await generateClient();
  const bin = join(modulesDir, '.bin');
  const path = process.env.PATH ?? '';
  if (!path.split(delimiter).includes(bin)) process.env.PATH = `${bin}${delimiter}${path}`;
}

/** Lets this process import TypeScript from now on. */
export async function registerTypeScript() {
  process.setSourceMapsEnabled(true);
  const { register: registerCjs } = await import('tsx/cjs/api');
  const { register: registerEsm } = await import('tsx/esm/api');
  registerCjs();
  registerEsm();
}

/** Runs a file in this process, as if Node (or tsx) had been called with it. */
export async function runFile(runner, file, args) {
  if (runner === 'tsx') await registerTypeScript();
  const path = resolve(file);
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

async function main() {
  const [runner, file, ...args] = process.argv.slice(2);
  if ((runner !== 'tsx' && runner !== 'node') || file === undefined) {
    refuse('usage: node infra/engines/bootstrap.mjs tsx|node <file> [arguments]');
  }
  await bootstrap();
  await runFile(runner, file, args);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
