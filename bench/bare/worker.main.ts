/** The bare workflow in a process of its own, with the same worker settings as the cases have. */
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { makeCaseWorker } from '../../infra/temporal/worker';
import { runProcess } from '../../workers/process';
import type { BareActivities } from './contract';
import { bareTaskQueue } from './contract';

const activities: BareActivities = { doNothing: async () => undefined };

runProcess('bare-worker', async (context) => {
  const { config, log } = context;
  const logger = new DefaultLogger('WARN', ({ message, meta }) => log.warn({ ...meta }, message));
  Runtime.install({ logger, shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: config.temporalAddress });
  const worker = await makeCaseWorker({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: bareTaskQueue,
    workflows: { path: require.resolve('./workflows') },
    activities,
  });
  const running = worker.run();
  running.catch((error: unknown) => context.fatal(error));
  return {
    details: { taskQueue: bareTaskQueue },
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
});
