/**
 * Writes one step of one case.
 * Idempotency key: (case, command). A second call writes nothing and hands back what stands: a task
 * that is done again decides at a later moment, and its own first attempt may stand already.
 * Final: a database that is behind the case, and a step it refuses; an outage is retried.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { CaseStore, RelayBell, Standing, Step } from './ports';

/** The database knows less than the case: put back to an older day. The task must stop and wait. */
const behind = ({ caseId, basedOn }: Step): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `the database does not hold version ${String(basedOn)} of case ${caseId}`,
    'WriteConflict',
  );

export const makeRecord =
  (cases: CaseStore, bell: RelayBell) =>
  /** What stands instead, when the step was not written. */
  async (step: Step): Promise<Standing | undefined> => {
    const outcome = await cases.record(step);
    if (outcome === 'conflict') throw behind(step);
    bell.ring();
    if (outcome === 'written') return undefined;
    return { state: await cases.getState(step.caseId), taken: outcome === 'repeated' };
  };
