/** A Temporal worker for cases; the sizes fit two cores (measured: more slots only lengthen the tail). */
import type { NativeConnection } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';

export interface CaseWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Path of the workflows to bundle, or a bundle that was made before. */
  readonly workflows: { readonly path: string } | { readonly bundle: { readonly code: string } };
  readonly activities: object;
}

/** Cases kept warm; beyond some thousands sticky wake-ups get slower than a replay. */
const cachedCases = 2_000;

/** Makes the worker; it polls once `run()` is called. */
export const makeCaseWorker = (options: CaseWorkerOptions): Promise<Worker> => {
  const { connection, namespace, taskQueue, workflows, activities } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    maxCachedWorkflows: cachedCases,
    shutdownGraceTime: '8s',
    ...('path' in workflows
      ? { workflowsPath: workflows.path }
      : { workflowBundle: workflows.bundle }),
  });
};
