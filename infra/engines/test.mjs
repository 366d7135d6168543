// `npm test [-- <jest arguments>]`: makes the checkout runnable, runs jest, ends every engine that
// the run has started, and prints `N passed, N failed` as its last line. No test at all is a failure.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, projectDir, registerTypeScript } from './bootstrap.mjs';

const PREFIX = 'relais-test-';

await bootstrap();
await registerTypeScript();
const require = createRequire(import.meta.url);
const { stopLeftovers } = require('./process.ts');
const { isAlive } = require('./identity.ts');

async function sweep(dir) {
  await stopLeftovers(join(dir, 'run'));
  rmSync(dir, { recursive: true, force: true });
}

/** Engines of a test run that was killed would stay for ever: their folders name their owner. */
async function sweepDeadRuns() {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : 0);
    if (owner > 0 && !isAlive(owner)) await sweep(join(tmpdir(), name));
  }
}

function runJest(dir, resultFile) {
  const jest = join(projectDir, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--json', `--outputFile=${resultFile}`, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, {
    cwd: projectDir,
    stdio: 'inherit',
    env: { ...process.env, RELAIS_TEST_DIR: dir },
  });
  // Ctrl-C reaches jest as well; we stay until its engines are gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

function readCounts(resultFile, exitCode) {
  try {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    const passed = result.numPassedTests;
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

await sweepDeadRuns();
const dir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
chmodSync(dir, 0o711); // Postgres may run under another account
const resultFile = join(dir, 'jest.json');
const exitCode = await runJest(dir, resultFile);
const { passed, failed } = readCounts(resultFile, exitCode);
await sweep(dir);
process.exitCode = exitCode !== 0 || failed > 0 || passed === 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
