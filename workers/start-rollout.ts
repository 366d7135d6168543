/** Starts the workflow that moves open cases to published rules; one that runs already goes on. */
import type { Client } from '@temporalio/client';
import {
  rolloutIdOf,
  rolloutWorkflowId,
  rolloutWorkflowType,
  taskQueue,
} from '../workflows/contract';
import type { RolloutInput } from '../workflows/contract';
import { explained } from './submit';

export type StartRollout = (input: RolloutInput) => Promise<void>;

const timeoutMs = 10_000;

/** Makes `startRollout`. It throws the refusal `engine_unavailable` when Temporal does not answer. */
export const makeStartRollout =
  (client: Client): StartRollout =>
  async (input) => {
    try {
      await client.withDeadline(Date.now() + timeoutMs, () =>
        client.workflow.start(rolloutWorkflowType, {
          workflowId: rolloutWorkflowId(rolloutIdOf(input.rules)),
          taskQueue,
          args: [input],
          workflowIdConflictPolicy: 'USE_EXISTING',
          // A calendar may become the current one again: its cases are then moved once more.
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    } catch (error) {
      throw explained(error);
    }
  };
