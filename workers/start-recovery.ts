/** Starts the recovery of the installation; one that is under way goes on. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Clock } from '../schemas/index';
import { recoverWorkflowId, recoverWorkflowType, taskQueue } from '../workflows/contract';
import type { RecoverInput } from '../workflows/contract';

/** Rejects when Temporal does not answer. */
export const startRecovery = (client: Client, clock: Clock): Promise<WorkflowHandle> => {
  const input: RecoverInput = { clock };
  return client.workflow.start(recoverWorkflowType, {
    workflowId: recoverWorkflowId,
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
};
