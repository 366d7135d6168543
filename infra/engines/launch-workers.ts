import { join } from 'node:path';
import { keep } from './keep';
import type { Kept } from './keep';
import type { Launch } from './launch-context';
import type { Exit } from './process';
import { workerTable } from './processes';
import type { WorkerEntry } from './processes';
import { inStep } from './progress';
import { startWorker } from './workers';
import type { WorkerPlan } from './workers';

/** A running process of ours and the stage it belongs to. */
export interface StagedWorker {
  readonly stage: number;
  readonly kept: Kept;
}

/** Ends our own processes, the last stage first. */
export async function endWorkers(workers: readonly StagedWorker[]): Promise<void> {
  const stages = [...new Set(workers.map(({ stage }) => stage))].sort((a, b) => b - a);
  for (const stage of stages) {
    const now = workers.filter((worker) => worker.stage === stage);
    await Promise.all(now.map(({ kept }) => kept.stop()));
  }
}

function wantedWorkers(self: Launch): WorkerEntry[] {
  return workerTable.filter(
    (entry) =>
      (!entry.demoOnly || self.demo) &&
      (!entry.ownIssuerOnly || self.env.RELAIS_OIDC_ISSUER === undefined) &&
      (!entry.ownMailOnly || self.env.SMTP_URL === undefined),
  );
}

/**
 * Starts our own processes stage by stage. Each is put into `kept` as soon as it runs, so that a
 * failure of another one leaves none behind.
 */
export async function bringWorkers(
  self: Launch,
  { apiPort, env }: Pick<WorkerPlan, 'apiPort' | 'env'>,
  kept: StagedWorker[],
): Promise<void> {
  const { projectDir, logDir, runDir } = self;
  const plan: WorkerPlan = { projectDir, logDir, runDir, env, apiPort };
  const entries = wantedWorkers(self);
  for (const stage of [...new Set(entries.map((entry) => entry.stage))].sort()) {
    if (self.stop.isWanted()) return;
    const now = entries.filter((entry) => entry.stage === stage);
    const started = await Promise.allSettled(
      now.map(async (entry) => {
        const work = (): Promise<Kept> => keepWorker(self, entry, plan);
        kept.push({ stage, kept: await inStep({ on: self.say, name: entry.name }, work) });
      }),
    );
    const failed = started.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}

function keepWorker(self: Launch, entry: WorkerEntry, plan: WorkerPlan): Promise<Kept> {
  const how = ({ code, signal }: Exit): string =>
    signal === null ? `code ${code ?? '?'}` : signal;
  return keep(() => startWorker(entry, plan), {
    restartAfter: (exit) => exit.code !== 0,
    onRestart: ({ exit, pauseMs }) =>
      self.print(
        `  ! ${entry.name} ended (${how(exit)}), again in ${pauseMs / 1000} s; log: ${join(plan.logDir, `${entry.name}.log`)}`,
      ),
    onGone: () => self.print(`  ! ${entry.name} ended by itself`),
  });
}
