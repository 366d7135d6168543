/**
 * Temporal lost cases that Postgres still holds: walks the open cases in order of their ids and runs
 * those again that nobody runs. It may stop anywhere and goes on there; a second one changes nothing.
 */
import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow';
import type { RecoverInput, Recovery } from './contract';
import { recoveryQuery } from './contract';
import { listCasesToRecover, reviveCases } from './proxies';

const batchSize = 50;
/** About ten history events a batch: after these the run hands over to the next. */
const batchesPerRun = 40;

const begun: Recovery = { state: 'running', revived: 0, running: 0, failed: [] };

export async function recoverWorkflow({ clock, after, found }: RecoverInput): Promise<Recovery> {
  let recovery = found ?? begun;
  let last = after;
  setHandler(recoveryQuery, () => recovery);
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const ids = await listCasesToRecover({ after: last, limit: batchSize });
    last = ids.at(-1);
    if (last === undefined) {
      recovery = { ...recovery, state: 'done' };
      return recovery;
    }
    const { revived, running, failed } = await reviveCases({ ids, clock });
    recovery = {
      ...recovery,
      revived: recovery.revived + revived,
      running: recovery.running + running,
      failed: [...recovery.failed, ...failed],
    };
  }
  await condition(allHandlersFinished);
  return continueAsNew<typeof recoverWorkflow>({ clock, after: last, found: recovery });
}
