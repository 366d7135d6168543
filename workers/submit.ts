/** The one way into a case: a command goes in as an Update, its answer or its refusal comes back. */
import { createHash } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { RefusedError, refusalOf, refused } from '../infra/temporal/refusals';
import type { CaseStore } from '../activities/ports';
import type { Clock, Command, CommandKind } from '../schemas/index';
import { caseWorkflowId, caseWorkflowType, commandUpdate, taskQueue } from '../workflows/contract';
import type { CaseInput, CommandAnswer } from '../workflows/contract';

export { RefusedError } from '../infra/temporal/refusals';

export interface SubmitParts {
  readonly client: Client;
  readonly clockStore: { getClock(): Promise<Clock> };
  /** Where a closed case is read that something is asked of; without it nothing can be. */
  readonly ended?: Pick<CaseStore, 'getState'>;
  /** How long a command may take before the asker is told to come back. Milliseconds. */
  readonly timeoutMs?: number;
}

export type Submit = (command: Command) => Promise<CommandAnswer>;

const defaultTimeoutMs = 10_000;

/** A UUID that follows from the words alone: the same words give the same id on every machine. */
export const derivedId = (...words: readonly string[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    // Version 8: made by a rule of our own (RFC 9562).
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/**
 * Makes `submit`. A second call with the same command id changes nothing and answers the same.
 * Throws `RefusedError`: what the case refused, `not_found` when there is no such running case, and
 * `engine_unavailable` when Temporal did not answer in time; the command may then still be carried
 * out, so it must be repeated under the same id.
 */
export const makeSubmit = (parts: SubmitParts): Submit => {
  const { client, timeoutMs = defaultTimeoutMs } = parts;
  return async (command) => {
    // Read before the deadline starts: a slow database is not a slow engine.
    const input = await beginningOf(parts, command);
    try {
      return await client.withDeadline(Date.now() + timeoutMs, () =>
        input === undefined ? update(client, command) : start(client, command, input),
      );
    } catch (error) {
      throw explained(error);
    }
  };
};

const update = (client: Client, command: Command): Promise<CommandAnswer> =>
  client.workflow
    .getHandle(caseWorkflowId(command.caseId))
    .executeUpdate(commandUpdate, { args: [command], updateId: command.commandId });

/** What may be asked of a closed case, which nobody runs any more. */
const afterTheEnd: readonly CommandKind[] = [
  'reopenCase',
  'linkCase',
  'requestErasure',
  'answerErasure',
  'placeLegalHold',
  'liftLegalHold',
  'eraseCase',
];

/** With what a case begins that this command starts; undefined for one that runs already. */
const beginningOf = async (
  { clockStore, ended }: SubmitParts,
  { body, caseId }: Command,
): Promise<CaseInput | undefined> => {
  if (body.kind === 'registerCase') return { caseId, clock: await clockStore.getClock() };
  if (!afterTheEnd.includes(body.kind) || ended === undefined) return undefined;
  const state = await ended.getState(caseId);
  if (state.status !== 'closed') return undefined;
  return { caseId, clock: await clockStore.getClock(), resumed: { state, recentCommands: [] } };
};

/**
 * Under the one id of the case: a run that goes on takes the command, whatever was read here. What
 * was read too early is found to be so when the first step is recorded on it.
 */
const start = async (
  client: Client,
  command: Command,
  input: CaseInput,
): Promise<CommandAnswer> => {
  const begin = new WithStartWorkflowOperation(caseWorkflowType, {
    workflowId: caseWorkflowId(command.caseId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    // A refused registration ends its run and may be asked again under the same id, and a closed case
    // may be opened again. That a case is not registered twice is judged before: by the receipt of
    // its key.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
  const answer = client.workflow.executeUpdateWithStart(commandUpdate, {
    args: [command],
    updateId: command.commandId,
    startWorkflowOperation: begin,
  });
  // The handle fails together with the answer; the answer is the one that is looked at.
  begin.workflowHandle().catch(() => undefined);
  return answer;
};

/** What a failed call of the client means to whoever asked. */
export const explained = (error: unknown): unknown => {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return new RefusedError(refusal, { cause: error });
  if (error instanceof WorkflowNotFoundError) return refused('not_found', {}, error);
  return isAway(error) ? refused('engine_unavailable', {}, error) : error;
};

/** By name, because gRPC's own errors and the client's wrappers share no class. */
const awayNames = ['ServiceError', 'WorkflowUpdateRPCTimeoutOrCancelledError'];
const isAway = (error: unknown): boolean =>
  error instanceof Error && awayNames.includes(error.name);
