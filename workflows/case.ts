/**
 * The life of one case: take a command or wait for the next deadline, ask `domain/`, record, go on.
 * One case, one workflow, one writer (house.md 1.2). Business rules live in `domain/`.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Command } from '../schemas/index';
import { makeAlarm } from './alarm';
import type { CaseInput, CommandAnswer } from './contract';
import { adjustClockSignal, commandUpdate, stateQuery } from './contract';
import type { Inbox } from './inbox';
import { makeInbox } from './inbox';
import { refusalFailure } from './refuse';
import type { Memory } from './steps';
import { handle, reachDeadlines, wakeAt, weigh } from './steps';

/** History length after which a run hands over to the next. */
const longRun = 400;

const isOpen = ({ state }: Memory): boolean => state !== undefined && state.status !== 'closed';

/** The same case in a new run, with everything it knows. */
const goOn = (memory: Memory, recentCommands: readonly CommandAnswer[]): Promise<never> => {
  const { caseId, clock, state, rules } = memory;
  const resumed = state && { state, recentCommands, ...(rules && { rules }) };
  return continueAsNew<typeof caseWorkflow>({ caseId, clock, ...(resumed && { resumed }) });
};

/**
 * A registration that was refused leaves no case behind; a closed case waits for nobody. A command
 * that comes while the last answers go out is served still: it may open the case again.
 */
const isOver = async (memory: Memory, inbox: Inbox): Promise<boolean> => {
  if (inbox.waiting() > 0 || isOpen(memory)) return false;
  await condition(() => inbox.waiting() > 0 || allHandlersFinished());
  return inbox.waiting() === 0;
};

export async function caseWorkflow({ caseId, clock, resumed }: CaseInput): Promise<void> {
  const memory: Memory = { caseId, clock, state: resumed?.state, rules: resumed?.rules };
  const inbox = makeInbox(resumed?.recentCommands ?? []);
  const alarm = makeAlarm();

  setHandler(stateQuery, () => memory.state ?? null);
  setHandler(adjustClockSignal, (moved) => {
    memory.clock = moved;
    alarm.ring();
  });
  setHandler(commandUpdate, (command: Command) => inbox.take(command), {
    validator: (command: Command) => {
      const refusal = inbox.knows(command.commandId) ? undefined : weigh(memory, command);
      if (refusal !== undefined) throw refusalFailure(refusal);
    },
  });

  do {
    alarm.set(wakeAt(memory));
    await condition(() => inbox.waiting() > 0 || alarm.ringing());
    await inbox.serve((command) => handle(memory, command));
    await reachDeadlines(memory);
    if (workflowInfo().historyLength > longRun) {
      // A served command is answered a moment later: without this wait only a deadline, which nobody
      // waits for, would find all handlers finished.
      await condition(() => inbox.waiting() > 0 || allHandlersFinished());
      if (inbox.waiting() === 0) await goOn(memory, inbox.recent());
    }
  } while (!(await isOver(memory, inbox)));
}
