/** MUTANT of workflows/case.ts: somebody ends the case after its first command. */
import { condition, setHandler } from '@temporalio/workflow';
import type { CaseInput } from '../../../workflows/contract';
import { commandUpdate } from '../../../workflows/contract';
import type { Memory } from '../../../workflows/steps';
import { handle } from '../../../workflows/steps';

export async function caseWorkflow({ caseId, clock }: CaseInput): Promise<void> {
  const memory: Memory = { caseId, clock, state: undefined, rules: undefined };
  let served = false;
  setHandler(commandUpdate, async (command) => {
    const answer = await handle(memory, command);
    served = true;
    return answer;
  });
  await condition(() => served);
}
