/** The bare workflow that the engine is measured against: its names, seen from both sides. */
import { defineUpdate } from '@temporalio/workflow';

export const bareTaskQueue = 'bench-bare';
export const bareWorkflowType = 'bareCase';

/** Runs so many no-op local activities, one after the other, and answers the number of steps taken. */
export const stepUpdate = defineUpdate<number, [number]>('step');

export interface BareActivities {
  readonly doNothing: () => Promise<void>;
}
