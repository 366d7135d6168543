import { TestWorkflowEnvironment } from '@temporalio/testing';

export const environment = TestWorkflowEnvironment;
