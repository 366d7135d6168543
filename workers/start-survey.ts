/** Starts the daily survey of the installation, or tells the one that runs how late it is. */
import type { Client } from '@temporalio/client';
import type { Clock } from '../schemas/index';
import {
  adjustClockSignal,
  surveyWorkflowId,
  surveyWorkflowType,
  taskQueue,
} from '../workflows/contract';
import type { SurveyInput } from '../workflows/contract';

/** Rejects when Temporal does not answer. */
export const startSurvey = async (client: Client, clock: Clock): Promise<void> => {
  const input: SurveyInput = { clock };
  await client.workflow.signalWithStart(surveyWorkflowType, {
    workflowId: surveyWorkflowId,
    taskQueue,
    args: [input],
    signal: adjustClockSignal,
    signalArgs: [clock],
  });
};
