/** The names both sides of Temporal agree on: task queue, workflow type, ids, messages. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Handover } from '../domain/case/handover';
import type { CaseState } from '../domain/case/state';
import type { PublishedRules, Rules } from '../activities/ports';
import type { CaseId, CaseStatus, Clock, Command, RolloutProgress } from '../schemas/index';

export const taskQueue = 'relais-cases';
export const caseWorkflowType = 'caseWorkflow';

/** One case, one workflow, one id. */
export const caseWorkflowId = (caseId: CaseId): string => `case-${caseId}`;

/** What a case starts with; `resumed` carries it over a continue-as-new, or over its own end. */
export interface CaseInput {
  readonly caseId: CaseId;
  readonly clock: Clock;
  readonly resumed?: ResumedCase;
}

export interface ResumedCase {
  readonly state: CaseState;
  /** Absent when a case is opened again or recovered: its first step loads them. */
  readonly rules?: Rules;
  readonly recentCommands: readonly CommandAnswer[];
}

/** The answer to a command: the version it made, or the version it found when it changed nothing. */
export interface CommandAnswer {
  readonly commandId: string;
  readonly version: number;
  readonly status: CaseStatus;
}

export const rolloutWorkflowType = 'policyRolloutWorkflow';

/** What moves the open cases over to one version of a policy or of a calendar. */
export const rolloutIdOf = ({ kind, subject, version }: PublishedRules): string =>
  `${kind}-${subject}-${version}`;
export const rolloutWorkflowId = (rolloutId: string): string => `rollout-${rolloutId}`;

export interface RolloutInput {
  readonly rules: PublishedRules;
  /** Plain date, from its first minute in Switzerland. */
  readonly startsOn: string;
  readonly clock: Clock;
  readonly resumed?: RolloutCourse;
}

/** How far a rollout is; carries it over a continue-as-new. */
export interface RolloutCourse {
  readonly progress: RolloutProgress;
  /** The last case that was looked at; absent before the first. */
  readonly after?: CaseId;
  /** Cases that did not answer in time: asked again in the end. */
  readonly late: readonly CaseId[];
}

export const handoverWorkflowType = 'handoverWorkflow';
/** One handover for the event behind it. */
export const handoverWorkflowId = ({ from, seq }: Handover): string =>
  `handover-${from}-${String(seq)}`;

export const surveyWorkflowType = 'surveyWorkflow';
/** One survey for the installation. */
export const surveyWorkflowId = 'survey';

export interface SurveyInput {
  readonly clock: Clock;
  /** The month, `YYYY-MM`, in which the calendars were seen to last. */
  readonly calendarsIn?: string;
}

export const recoverWorkflowType = 'recoverWorkflow';
/** One recovery at a time for the installation. */
export const recoverWorkflowId = 'recovery';

/** How far a recovery is. */
export interface Recovery {
  readonly state: 'running' | 'done';
  readonly revived: number;
  /** Cases that ran already, or were closed meanwhile. */
  readonly running: number;
  readonly failed: readonly CaseId[];
}

export interface RecoverInput {
  readonly clock: Clock;
  /** The last case that was looked at; absent before the first. */
  readonly after?: CaseId | undefined;
  readonly found?: Recovery;
}

/** A refusal crosses Temporal as an ApplicationFailure of this type with the refusal as its detail. */
export const refusalFailureType = 'Refusal';

export const commandUpdate = defineUpdate<CommandAnswer, [Command]>('command');
export const stateQuery = defineQuery<CaseState | null>('state');
export const progressQuery = defineQuery<RolloutProgress>('progress');
export const recoveryQuery = defineQuery<Recovery>('recovery');
/** The demo's clock was moved (after a pause of the whole installation). */
export const adjustClockSignal = defineSignal<[Clock]>('adjustClock');
