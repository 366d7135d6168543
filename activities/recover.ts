/**
 * The steps of a recovery: which open cases come next, run those that nobody runs.
 * Idempotency key: the workflow id of the case; a case that runs is left alone. Final: nothing; a case
 * that can not be run is named instead of holding up the others.
 */
import { activityInfo, heartbeat } from '@temporalio/activity';
import type { CaseId, Clock } from '../schemas/index';
import type { CaseReviver, OpenCases } from './ports';

export interface OpenCasesQuery {
  readonly after?: CaseId | undefined;
  readonly limit: number;
}

export interface RevivalOrder {
  readonly ids: readonly CaseId[];
  readonly clock: Clock;
}

export interface Revivals {
  readonly revived: number;
  readonly running: number;
  readonly failed: readonly CaseId[];
}

export const makeListCasesToRecover =
  (open: OpenCases) =>
  (query: OpenCasesQuery): Promise<CaseId[]> =>
    open.listOpenPage(query);

/** From this attempt on a case that fails is named and the others go on. */
const lastAttempt = 5;

/** One after the other: each new run is a start and a first task for a server that may be empty. */
export const makeReviveCases =
  (reviver: CaseReviver) =>
  async ({ ids, clock }: RevivalOrder): Promise<Revivals> => {
    let revived = 0;
    let running = 0;
    const failed: CaseId[] = [];
    for (const caseId of ids) {
      try {
        if ((await reviver.reviveCase(caseId, clock)) === 'revived') revived += 1;
        else running += 1;
      } catch (error) {
        // An engine that is away comes back: only what fails again and again is this case's own.
        if (activityInfo().attempt < lastAttempt) throw error;
        failed.push(caseId);
      }
      heartbeat(caseId);
    }
    return { revived, running, failed };
  };
