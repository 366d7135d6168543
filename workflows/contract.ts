/** The names both sides of Temporal agree on: task queue, workflow type, ids, messages. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseState } from '../domain/case/state';
import type { Rules } from '../activities/ports';
import type { CaseId, CaseStatus, Clock, Command } from '../schemas/index';

export const taskQueue = 'relais-cases';
export const caseWorkflowType = 'caseWorkflow';

/** One case, one workflow, one id. */
export const caseWorkflowId = (caseId: CaseId): string => `case-${caseId}`;

/** What a case starts with; `resumed` carries it over a continue-as-new. */
export interface CaseInput {
  readonly caseId: CaseId;
  readonly clock: Clock;
  readonly resumed?: ResumedCase;
}

export interface ResumedCase {
  readonly state: CaseState;
  readonly rules: Rules;
  readonly recentCommands: readonly CommandAnswer[];
}

/** The answer to a command: the version it made, or the version it found when it changed nothing. */
export interface CommandAnswer {
  readonly commandId: string;
  readonly version: number;
  readonly status: CaseStatus;
}

/** A refusal crosses Temporal as an ApplicationFailure of this type with the refusal as its detail. */
export const refusalFailureType = 'Refusal';

export const commandUpdate = defineUpdate<CommandAnswer, [Command]>('command');
export const stateQuery = defineQuery<CaseState | null>('state');
/** The demo's clock was moved (after a pause of the whole installation). */
export const adjustClockSignal = defineSignal<[Clock]>('adjustClock');
