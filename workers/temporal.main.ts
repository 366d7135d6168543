/** The process that runs the cases: workflows in their sandbox, activities beside them. */
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { makeCaseStore } from '../infra/prisma/case-store';
import { makeClockStore } from '../infra/prisma/clock-store';
import { workflowBundle } from '../infra/temporal/bundle';
import { connectTemporal } from '../infra/temporal/client';
import { makeCaseWorker } from '../infra/temporal/worker';
import type { CaseId } from '../schemas/index';
import { taskQueue } from '../workflows/contract';
import { runProcess } from './process';
import { makeCaseReviver } from './revive-case';
import { makeStartHandover } from './start-handover';
import { makeSubmit } from './submit';
import { wireActivities } from './wire';

runProcess('temporal-worker', async ({ config, log, fatal }) => {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    log.warn({ level, ...meta }, message);
  });
  // The process stops the worker itself, in two stages.
  Runtime.install({ logger, shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const temporal = connectTemporal(config);
  // A case that begins in another canton begins on the clock of the installation.
  const clockStore = { getClock: () => makeClockStore(db).getClock() };
  const ended = { getState: (caseId: CaseId) => makeCaseStore(db).getState(caseId) };
  const submit = makeSubmit({ client: temporal.client, clockStore, ended });
  const { activities, db } = wireActivities({
    ...config,
    submit,
    startHandover: makeStartHandover(temporal.client),
    reviverOn: (cases) => makeCaseReviver(temporal.client, cases),
  });
  const worker = await makeCaseWorker({
    connection,
    namespace: config.temporalNamespace,
    taskQueue,
    workflows: {
      bundle: await workflowBundle(require.resolve('../workflows/index'), config.cacheDir),
    },
    activities,
  });
  const running = worker.run();
  running.catch((error: unknown) => fatal(error));
  return {
    details: { taskQueue, namespace: config.temporalNamespace },
    stop: async () => {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), temporal.close()]);
      await db.$disconnect();
    },
  };
});
