/** The engine's own way into a case: it asks the case to take up the rules in force. */
import type { CaseMover, MoveOutcome, RolloutStore } from '../activities/ports';
import type { Actor, CaseId, RefusalCode } from '../schemas/index';
import { RefusedError } from './submit';
import type { Submit } from './submit';

const engine: Actor = { userId: 'engine', role: 'system' };

export interface MoverParts {
  readonly submit: Submit;
  readonly cases: Pick<RolloutStore, 'isOpen'>;
}

/** Makes the mover. It throws only when Postgres does not say whether a case is open. */
export const makeCaseMover = ({ submit, cases }: MoverParts): CaseMover => {
  const unlessOpen = async (caseId: CaseId): Promise<MoveOutcome> =>
    (await cases.isOpen(caseId)) ? 'lost' : 'closed';
  const outcomeOf = (code: RefusalCode, caseId: CaseId): MoveOutcome | Promise<MoveOutcome> => {
    if (code === 'rules_unchanged') return 'unchanged';
    return code === 'engine_unavailable' ? 'late' : unlessOpen(caseId);
  };
  return {
    async moveCase(caseId, commandId, askAgain) {
      const body = { kind: 'adoptRules', ...(askAgain ? { askAgain } : {}) } as const;
      try {
        await submit({ commandId, caseId, actor: engine, body });
        return 'moved';
      } catch (error) {
        if (error instanceof RefusedError) return outcomeOf(error.refusal.code, caseId);
        throw error;
      }
    },
  };
};
