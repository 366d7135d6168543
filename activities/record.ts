/**
 * Writes one step of one case.
 * Idempotency key: (case, version, command). A second call writes nothing and hands back what the
 * first one wrote: a task that is done again decides at a later moment, and the events stand already.
 * Final: a conflict (another writer) and a step the database refuses; an outage is retried.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { CaseState } from '../domain/case/state';
import type { CaseStore, RelayBell, Step } from './ports';

/** Another process wrote this version: by design that can not be, so the task must stop and wait. */
const conflict = (step: Step): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `case ${step.caseId} was changed by another writer after version ${String(step.basedOn)}`,
    'WriteConflict',
  );

export const makeRecord =
  (cases: CaseStore, bell: RelayBell) =>
  /** The state that stands, when it is not the step's own: the step had been written before. */
  async (step: Step): Promise<CaseState | undefined> => {
    const outcome = await cases.record(step);
    if (outcome === 'conflict') throw conflict(step);
    if (step.notices.length > 0) bell.ring();
    return outcome === 'repeated' ? cases.getState(step.caseId) : undefined;
  };
