/** What follows when a person confirms an outcome (domain.md 3.1, 4.3). */
import type { CaseStatus, VerdictOutcome } from '../../schemas/index';
import type { CaseState } from './state';

export type ConfirmedStatus = Extract<
  CaseStatus,
  'admitted' | 'bilateral' | 'not_admitted' | 'criteria_check' | 'returned_info'
>;

const statuses: Readonly<Record<VerdictOutcome, ConfirmedStatus>> = {
  admitted: 'admitted',
  // The ordinary structures go on; a duty of the law is one referral between two offices.
  bilateral: 'bilateral',
  ordinary: 'bilateral',
  duty: 'bilateral',
  // No rejection: the question stays and is asked again.
  deferred: 'criteria_check',
  redirected: 'not_admitted',
  merge: 'not_admitted',
  not_admitted: 'not_admitted',
  not_applicable: 'not_admitted',
  returned_info: 'returned_info',
};

/** The status of a case once this outcome is confirmed. */
export const statusAfter = (outcome: VerdictOutcome): ConfirmedStatus => statuses[outcome];

/** Whether the outcome stands already; cases of earlier releases tell it by their status alone. */
export const stands = (state: CaseState, outcome: VerdictOutcome): boolean =>
  (state.confirmed ?? state.status) === outcome;
