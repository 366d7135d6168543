/**
 * Writes one step of one case.
 * Idempotency key: (case, version). A second call with the same step writes nothing and says so.
 * Final: a conflict (another writer) and a step the database refuses; an outage is retried.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { CaseStore, RelayBell, Step } from './ports';

/** Another process wrote this version: by design that can not be, so the task must stop and wait. */
const conflict = (step: Step): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `case ${step.caseId} was changed by another writer after version ${String(step.basedOn)}`,
    'WriteConflict',
  );

export const makeRecord =
  (cases: CaseStore, bell: RelayBell) =>
  async (step: Step): Promise<void> => {
    const outcome = await cases.record(step);
    if (outcome === 'conflict') throw conflict(step);
    if (step.notices.length > 0) bell.ring();
  };
