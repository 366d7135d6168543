/**
 * Which event moves a case, and a referral, from one status to another (domain.md 3.2). One table: the
 * diagrams of docs/states.md and the path of a real case are drawn from it, and the random cases of
 * the tests hold it against what the events really do. Beside it stands `commandUndone`, which leads back
 * to where the case was.
 */
import type { CaseStatus, EventType, ReferralStatus } from '../../schemas/index';
import { activeStatuses } from '../case/state';

/** `start`: before the first event. */
export interface Move<Status extends string> {
  readonly from: Status | 'start';
  readonly to: Status;
  readonly by: readonly EventType[];
}

type Steps<Status extends string> = readonly (readonly [
  from: Status | 'start',
  to: Status,
  ...by: readonly EventType[],
])[];
const movesOf = <Status extends string>(steps: Steps<Status>): readonly Move<Status>[] =>
  steps.map(([from, to, ...by]) => ({ from, to, by }));

const triage: Steps<CaseStatus> = (['criteria_check', 'returned_info'] as const).flatMap(
  (from): Steps<CaseStatus> => [
    [from, 'not_admitted', 'verdictConfirmed'],
    [from, 'bilateral', 'verdictConfirmed'],
    [from, 'admitted', 'leadAssigned'],
  ],
);

/** Where `caseClosed` may come: everywhere, only the usual end is drawn. */
export const usualEnd: CaseStatus = 'follow_up';
const ends: Steps<CaseStatus> = (
  [
    'draft',
    'preclarified',
    'registered',
    'criteria_check',
    'returned_info',
    'not_admitted',
    'bilateral',
    ...activeStatuses,
  ] as const
).map((from) => [from, 'closed', 'caseClosed']);

/** The ways of a case. */
export const caseMoves: readonly Move<CaseStatus>[] = movesOf<CaseStatus>([
  ['start', 'draft', 'caseRegistered'],
  ['start', 'registered', 'caseRegistered'],
  ['draft', 'preclarified', 'casePreclarified'],
  ['draft', 'registered', 'draftSubmitted'],
  ['preclarified', 'registered', 'draftSubmitted'],
  ['registered', 'criteria_check', 'verdictProposed'],
  ['criteria_check', 'returned_info', 'informationReturned'],
  // The last: deferred by a person while the facts were still missing.
  ['returned_info', 'criteria_check', 'informationSupplied', 'verdictProposed', 'verdictConfirmed'],
  ...triage,
  ['not_admitted', 'criteria_check', 'verdictProposed'],
  ['bilateral', 'criteria_check', 'verdictProposed'],
  ['admitted', 'assessment', 'assessmentStarted'],
  ['admitted', 'meeting', 'meetingScheduled'],
  ['assessment', 'meeting', 'meetingScheduled'],
  ['meeting', 'plan_draft', 'meetingHeld'],
  ['admitted', 'plan_agreed', 'planAgreed'],
  ['assessment', 'plan_agreed', 'planAgreed'],
  ['plan_draft', 'plan_agreed', 'planAgreed'],
  ['plan_agreed', 'in_measures', 'measureStarted'],
  ['plan_agreed', 'follow_up', 'followUpRecorded'],
  ['in_measures', 'follow_up', 'followUpRecorded'],
  ['follow_up', 'in_measures', 'measureStarted'],
  ['plan_agreed', 'plan_draft', 'costsRefused'],
  ['in_measures', 'plan_draft', 'costsRefused'],
  ['follow_up', 'plan_draft', 'costsRefused'],
  ...ends,
  ['closed', 'criteria_check', 'caseReopened'],
  ['closed', 'admitted', 'caseReopened'],
]);

const unanswered = ['sent', 'acknowledged', 'info_requested', 'waiting_for_capacity'] as const;
const answers: Steps<ReferralStatus> = unanswered.flatMap((from): Steps<ReferralStatus> => [
  [from, 'accepted', 'referralAccepted'],
  [from, 'declined', 'referralDeclined'],
  [from, 'withdrawn', 'referralWithdrawn', 'referralForwarded'],
  [from, 'expired', 'referralExpired'],
]);
const results: Steps<ReferralStatus> = (['accepted', 'in_progress', 'reported'] as const).flatMap(
  (from): Steps<ReferralStatus> => [
    [from, 'done', 'referralCompleted'],
    [from, 'aborted', 'referralAborted'],
  ],
);

/** The ways of a referral. */
export const referralMoves: readonly Move<ReferralStatus>[] = movesOf<ReferralStatus>([
  ['start', 'draft', 'referralDrafted'],
  ['start', 'sent', 'referralSent'],
  ['draft', 'sent', 'referralSent'],
  ['draft', 'withdrawn', 'referralDiscarded'],
  ['sent', 'acknowledged', 'referralAcknowledged'],
  ['sent', 'info_requested', 'informationRequested'],
  ['acknowledged', 'info_requested', 'informationRequested'],
  ['waiting_for_capacity', 'info_requested', 'informationRequested'],
  ['info_requested', 'acknowledged', 'informationAnswered'],
  ['sent', 'waiting_for_capacity', 'referralWaiting'],
  ['acknowledged', 'waiting_for_capacity', 'referralWaiting'],
  ['info_requested', 'waiting_for_capacity', 'referralWaiting'],
  ...answers,
  ['accepted', 'in_progress', 'referralStarted'],
  ['accepted', 'reported', 'progressReported'],
  ['in_progress', 'reported', 'progressReported'],
  ...results,
]);
