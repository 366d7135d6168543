import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endCommands } from '../../infra/engines/command';
import { explain } from '../../infra/engines/failure';
import { startEngines } from '../../infra/engines/index';
import type { Engine, Engines } from '../../infra/engines/index';
import { migrate } from '../../infra/engines/migrate';
import { stopLeftovers } from '../../infra/engines/process';
import { inStep } from '../../infra/engines/progress';
import { terminalProgress } from '../../infra/engines/terminal';
import { allEngines, listTestFiles, neededEngines } from './needed-engines';

const PROJECT_DIR = resolve(__dirname, '..', '..');
const TEMPLATE = 'relais_template';

/** The part of jest's configuration that says which files this run has chosen. */
interface ChosenFiles {
  readonly testPathPatterns?: { readonly patterns: readonly string[] };
  readonly runTestsByPath?: boolean;
  readonly onlyChanged?: boolean;
  readonly findRelatedTests?: boolean;
  readonly watch?: boolean;
  readonly watchAll?: boolean;
}

let running: Engines | undefined;

function chosenEngines(config: ChosenFiles): Engine[] {
  const named = process.env['RELAIS_TEST_ENGINES'];
  if (named !== undefined) return allEngines.filter((engine) => named.split(',').includes(engine));
  if (config.watch || config.watchAll) return [...allEngines];
  const byPath = config.runTestsByPath || config.onlyChanged || config.findRelatedTests;
  const patterns = byPath ? [] : (config.testPathPatterns?.patterns ?? []);
  const matches = patterns.map((pattern) => new RegExp(pattern, 'i'));
  return neededEngines(
    listTestFiles().filter((file) => matches.length === 0 || matches.some((m) => m.test(file))),
  );
}

function ownFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), `relais-test-${process.pid}-`));
  chmodSync(dir, 0o711);
  return dir;
}

/** jest dies of Ctrl-C without its teardown: nothing that was started may outlive it. */
function endWithJest(dir: string): void {
  const end = (): void => {
    endCommands();
    void stopLeftovers(join(dir, 'run')).finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
}

async function prepareTemplate(engines: Engines, logFile: string): Promise<void> {
  process.env['RELAIS_TEST_DATABASE_ADMIN_URL'] = engines.databaseAdminUrl;
  process.env['RELAIS_TEST_TEMPLATE_DB'] = TEMPLATE;
  process.env['RELAIS_TEST_DATABASE_URL'] = engines.databaseUrl;
  const { databaseUrl } = engines;
  await migrate({ projectDir: PROJECT_DIR, databaseUrl, logFile, env: process.env });
}

/**
 * Starts the engines that the chosen tests ask for, in a folder of their own, and publishes their
 * addresses to the jest workers through the environment.
 */
export async function startTestEngines(config: ChosenFiles): Promise<void> {
  const want = chosenEngines(config);
  if (want.length === 0) return;
  const dir = process.env['RELAIS_TEST_DIR'] ?? ownFolder();
  endWithJest(dir);
  const terminal = terminalProgress(process.stderr);
  try {
    const engines = await startEngines({
      dir,
      mode: 'ephemeral',
      want,
      database: TEMPLATE,
      cacheDir: process.env['RELAIS_ENGINE_CACHE'] ?? join(PROJECT_DIR, 'var', 'engines'),
      javaHome: process.env['JAVA_HOME'],
      onProgress: terminal.on,
    });
    running = engines;
    if (want.includes('postgres')) {
      const log = join(dir, 'logs', 'migrate.log');
      await inStep({ on: terminal.on, name: 'template database' }, () =>
        prepareTemplate(engines, log),
      );
    }
    process.env['RELAIS_TEST_TEMPORAL_ADDRESS'] = engines.temporalAddress;
    process.env['RELAIS_TEST_KAFKA_BROKERS'] = engines.kafkaBrokers;
    process.env['RELAIS_TEST_TIME_SKIPPING_SERVER'] = engines.timeSkippingServerPath ?? '';
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    await running?.stop();
    throw new Error('the engines for the tests could not be started', { cause: error });
  } finally {
    terminal.close();
  }
}

/** Ends the engines of this run. */
export async function stopTestEngines(): Promise<void> {
  await running?.stop();
}
