/** Runs a case again from what Postgres holds, unless it runs. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { CaseReviver, CaseStore } from '../activities/ports';
import { caseWorkflowId, caseWorkflowType, taskQueue } from '../workflows/contract';
import type { CaseInput } from '../workflows/contract';

const timeoutMs = 10_000;

/**
 * Makes the reviver. Under the one id of the case a second run never begins beside the first; what
 * was read too early is found at the first step, which is recorded by compare-and-set.
 */
export const makeCaseReviver = (
  client: Client,
  cases: Pick<CaseStore, 'getState'>,
): CaseReviver => ({
  async reviveCase(caseId, clock) {
    try {
      const state = await cases.getState(caseId);
      if (state.status === 'closed') return 'running';
      const input: CaseInput = { caseId, clock, resumed: { state, recentCommands: [] } };
      await client.withDeadline(Date.now() + timeoutMs, () =>
        client.workflow.start(caseWorkflowType, {
          workflowId: caseWorkflowId(caseId),
          taskQueue,
          args: [input],
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
      return 'revived';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'running';
      throw error;
    }
  },
});
