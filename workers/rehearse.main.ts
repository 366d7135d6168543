/**
 * `npm run rehearse [file…] [--trace] [--json]`: plays scenarios through the real workflow, activities
 * and Postgres on a time-skipping Temporal server (docs/scenarios.md).
 * Exit code 0: everything as written, 1: something else happened, 2: a file is not a scenario.
 */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inheritedEnvironment, readLauncherEnvironment } from '../infra/engines/env';
import { explain } from '../infra/engines/failure';
import { startEngines } from '../infra/engines/index';
import type { Engines } from '../infra/engines/index';
import { migrate } from '../infra/engines/migrate';
import { inStep } from '../infra/engines/progress';
import type { OnProgress } from '../infra/engines/progress';
import { terminalProgress } from '../infra/engines/terminal';
import { formatProblem } from '../infra/yaml-source';
import type { Scenario } from '../schemas/scenario';
import { play } from './rehearse/play';
import type { Report } from './rehearse/play';
import { printReport, toJson } from './rehearse/print';
import { listScenarioFiles, readScenario } from './rehearse/read-scenario';
import { openStage } from './rehearse/stage';

const projectDir = resolve(__dirname, '..');

interface Wish {
  readonly trace: boolean;
  readonly json: boolean;
}

const startAll = (dir: string, onProgress: OnProgress): Promise<Engines> =>
  startEngines({
    dir,
    mode: 'ephemeral',
    want: ['postgres', 'timeSkippingTemporal'],
    cacheDir: readLauncherEnvironment().RELAIS_ENGINE_CACHE ?? join(projectDir, 'var', 'engines'),
    onProgress,
  });

/** What must be undone before we leave, last first; a second call finds nothing left. */
const makeExit = () => {
  const undo: (() => Promise<unknown>)[] = [];
  return {
    before: (one: () => Promise<unknown>): void => void undo.push(one),
    leave: async (): Promise<void> => {
      for (let one = undo.pop(); one !== undefined; one = undo.pop()) await one();
    },
  };
};
const exit = makeExit();

const openAll = async (onProgress: OnProgress) => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-rehearse-'));
  // Postgres may have to run as another user.
  chmodSync(dir, 0o711);
  exit.before(() => rm(dir, { recursive: true, force: true }));
  const engines = await startAll(dir, onProgress);
  exit.before(() => engines.stop());
  const { databaseUrl, timeSkippingServerPath = '' } = engines;
  const logFile = join(dir, 'logs', 'migrate.log');
  await inStep({ on: onProgress, name: 'migrations' }, () =>
    migrate({ projectDir, databaseUrl, logFile, env: inheritedEnvironment() }),
  );
  const stage = await inStep({ on: onProgress, name: 'stage' }, () =>
    openStage({ databaseUrl, timeSkippingServerPath, dir }),
  );
  exit.before(() => stage.close());
  return stage;
};

const rehearse = async (scenarios: readonly Scenario[], { trace, json }: Wish) => {
  const terminal = terminalProgress(process.stderr);
  exit.before(async () => terminal.close());
  const stage = await openAll(terminal.on);
  const reports: Report[] = [];
  for (const scenario of scenarios) {
    const report = await play(stage, scenario);
    reports.push(report);
    if (!json) process.stdout.write(`${printReport(report, trace)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(reports.map(toJson), null, 2)}\n`);
  return reports.filter(({ misses }) => misses > 0).map(({ scenario }) => scenario.id);
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trace: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const paths = positionals.length > 0 ? positionals.map((one) => resolve(one)) : undefined;
  const files = (paths ?? listScenarioFiles()).map(readScenario);
  const problems = files.flatMap((one) => one.problems);
  if (problems.length > 0) {
    process.stderr.write(`${problems.map(formatProblem).join('\n')}\n`);
    return 2;
  }
  const scenarios = files.flatMap(({ scenario }) => (scenario === undefined ? [] : [scenario]));
  const failed = await rehearse(scenarios, values);
  if (!values.json) {
    const total = String(scenarios.length);
    const words = failed.length === 0 ? 'all passed' : `failed: ${failed.join(', ')}`;
    process.stdout.write(`${total} rehearsed, ${words}\n`);
  }
  return failed.length === 0 ? 0 : 1;
};

// The signals are ours: the engines are ended in order whoever stops us.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  shutdownSignals: [],
});
const end = async (code: number): Promise<void> => {
  await exit.leave().catch(() => undefined);
  process.exit(code);
};
process.once('SIGINT', () => void end(130));
process.once('SIGTERM', () => void end(143));
// Whoever reads us has seen enough (`| head`): the engines must be ended all the same.
process.stdout.on('error', () => void end(1));
main().then(end, async (error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  await end(1);
});
