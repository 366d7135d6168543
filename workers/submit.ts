/** The one way into a case: a command goes in as an Update, its answer or its refusal comes back. */
import { createHash } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { RefusedError, refusalOf, refused } from '../infra/temporal/refusals';
import type { Clock, Command } from '../schemas/index';
import { caseWorkflowId, caseWorkflowType, commandUpdate, taskQueue } from '../workflows/contract';
import type { CaseInput, CommandAnswer } from '../workflows/contract';

export { RefusedError } from '../infra/temporal/refusals';

export interface SubmitParts {
  readonly client: Client;
  readonly clockStore: { getClock(): Promise<Clock> };
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
  const { client, clockStore, timeoutMs = defaultTimeoutMs } = parts;
  return async (command) => {
    // Read before the deadline starts: a slow database is not a slow engine.
    const clock = command.body.kind === 'registerCase' ? await clockStore.getClock() : undefined;
    try {
      return await client.withDeadline(Date.now() + timeoutMs, () =>
        clock === undefined ? update(client, command) : register(client, command, clock),
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

const register = async (client: Client, command: Command, clock: Clock): Promise<CommandAnswer> => {
  const input: CaseInput = { caseId: command.caseId, clock };
  const start = new WithStartWorkflowOperation(caseWorkflowType, {
    workflowId: caseWorkflowId(command.caseId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    // A refused registration ends its run and may be asked again under the same id. That a case is
    // not registered twice is judged before: by the receipt of its key.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
  const answer = client.workflow.executeUpdateWithStart(commandUpdate, {
    args: [command],
    updateId: command.commandId,
    startWorkflowOperation: start,
  });
  // The handle fails together with the answer; the answer is the one that is looked at.
  start.workflowHandle().catch(() => undefined);
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
