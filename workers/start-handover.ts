/** Starts a handover; a second call finds it started or done. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { HandoverStarter } from '../activities/ports';
import { handoverWorkflowId, handoverWorkflowType, taskQueue } from '../workflows/contract';

export type StartHandover = HandoverStarter['startHandover'];

/** Rejects when Temporal does not answer. */
export const makeStartHandover =
  (client: Client): StartHandover =>
  async (handover) => {
    try {
      await client.workflow.start(handoverWorkflowType, {
        workflowId: handoverWorkflowId(handover),
        taskQueue,
        args: [handover],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };
