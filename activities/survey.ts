/**
 * The steps of the daily survey: calendars that reach far enough, closed cases that are kept no longer.
 * Idempotency key: the case and the word `retention`; a case that was erased refuses and stays as it is.
 * Final: nothing; a case that does not answer is met again on the next day.
 */
import { heartbeat } from '@temporalio/activity';
import type { Actor, CaseId } from '../schemas/index';
import type { CalendarKeeper, CaseLine, EndedCases } from './ports';

export interface EndedQuery {
  /** Plain date. */
  readonly on: string;
  readonly after?: CaseId | undefined;
  readonly limit: number;
}

const engine: Actor = { userId: 'engine', role: 'system' };

export const makeListRetentionEnded =
  (ended: EndedCases) =>
  (query: EndedQuery): Promise<CaseId[]> =>
    ended.listRetentionEnded(query);

/** How many of the cases were erased. */
export const makeEraseEnded =
  (line: CaseLine) =>
  async (ids: readonly CaseId[]): Promise<number> => {
    let erased = 0;
    for (const caseId of ids) {
      const commandId = `retention:${caseId}`;
      const answer = await line.tell({
        commandId,
        caseId,
        actor: engine,
        body: { kind: 'eraseCase' },
      });
      if (answer === 'taken') erased += 1;
      heartbeat(caseId);
    }
    return erased;
  };

/** A case that outlives its calendar could not count its days. */
export const makeKeepCalendars =
  (keeper: CalendarKeeper) =>
  (on: string): Promise<void> =>
    keeper.keepCalendars(on);
