/**
 * Commands wait here in the order they came, one is served at a time, and one that came before gets
 * its old answer: the ids of recent commands outlive the run they were given in.
 */
import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { Command } from '../schemas/index';
import type { CommandAnswer } from './contract';
import { refusalFailureType } from './contract';

/** How many answered commands a case remembers; older repeats meet the version check instead. */
const memory = 200;

type Result = { readonly answer: CommandAnswer } | { readonly failure: ApplicationFailure };

export interface Inbox {
  /** Waits until the command was served; throws its refusal. */
  take(command: Command): Promise<CommandAnswer>;
  knows(commandId: string): boolean;
  waiting(): number;
  /** Serves everything that waits. An error that is no refusal goes up and fails the task. */
  serve(handle: (command: Command) => Promise<CommandAnswer>): Promise<void>;
  recent(): readonly CommandAnswer[];
}

const isRefusal = (error: unknown): error is ApplicationFailure =>
  error instanceof ApplicationFailure && error.type === refusalFailureType;

export const makeInbox = (remembered: readonly CommandAnswer[]): Inbox => {
  const queue: Command[] = [];
  const results: Record<string, Result> = {};
  const answers = [...remembered];

  const known = (commandId: string): CommandAnswer | undefined =>
    answers.find((answer) => answer.commandId === commandId);

  return {
    async take(command) {
      const { commandId } = command;
      const before = known(commandId);
      if (before !== undefined) return before;
      if (!queue.some((one) => one.commandId === commandId)) queue.push(command);
      await condition(() => commandId in results);
      const result = results[commandId];
      if (result === undefined) throw new Error(`command ${commandId} was never served`);
      if ('failure' in result) throw result.failure;
      return result.answer;
    },
    knows: (commandId) => known(commandId) !== undefined,
    waiting: () => queue.length,
    async serve(handle) {
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        try {
          const answer = await handle(next);
          results[next.commandId] = { answer };
          answers.push(answer);
          if (answers.length > memory) answers.shift();
        } catch (error) {
          if (!isRefusal(error)) throw error;
          results[next.commandId] = { failure: error };
        }
        queue.shift();
      }
    },
    recent: () => answers,
  };
};
