/** The closed lists of states and codes (domain.md 3.2). */
import { z } from 'zod';

export const caseStatuses = [
  'draft',
  'preclarified',
  'registered',
  'criteria_check',
  'returned_info',
  'not_admitted',
  'bilateral',
  'admitted',
  'assessment',
  'meeting',
  'plan_draft',
  'plan_agreed',
  'in_measures',
  'follow_up',
  'closed',
] as const;
export const CaseStatus = z.enum(caseStatuses).meta({ id: 'CaseStatus' });
export type CaseStatus = z.infer<typeof CaseStatus>;

export const referralStatuses = [
  'draft',
  'sent',
  'acknowledged',
  'info_requested',
  'accepted',
  'declined',
  'withdrawn',
  'expired',
  'waiting_for_capacity',
  'in_progress',
  'reported',
  'done',
  'aborted',
] as const;
export const ReferralStatus = z.enum(referralStatuses).meta({ id: 'ReferralStatus' });
export type ReferralStatus = z.infer<typeof ReferralStatus>;

export const DeclineReason = z
  .enum([
    'not_competent',
    'criteria_not_met',
    'capacity_not_given',
    'already_followed_elsewhere',
    'person_unreachable',
    'person_refuses',
    'duplicate',
    'no_capacity_now',
    'medical_not_stable',
    'language_too_low',
    'residence_other_canton',
  ])
  .meta({ id: 'DeclineReason' });
export type DeclineReason = z.infer<typeof DeclineReason>;

export const ClosureOutcome = z
  .enum([
    'employed_primary',
    'employed_partial',
    'apprenticeship_training',
    'iv_measure',
    'iv_pension',
    'labour_measure_ongoing',
    'back_to_single_institution',
    'socially_stabilised',
    'dropout',
    'consent_withdrawn',
    'moved_canton',
    'left_country',
    'status_lost',
    'pension_age',
    'duplicate',
    'deceased',
  ])
  .meta({ id: 'ClosureOutcome' });
export type ClosureOutcome = z.infer<typeof ClosureOutcome>;

/**
 * What the access criteria say, and what a person confirms (domain.md 4). `duty` and `not_applicable`
 * answer a mandatory referral: the law asks for it, or does not speak of this person.
 */
export const VerdictOutcome = z
  .enum([
    'admitted',
    'bilateral',
    'ordinary',
    'deferred',
    'redirected',
    'merge',
    'not_admitted',
    'returned_info',
    'duty',
    'not_applicable',
  ])
  .meta({ id: 'VerdictOutcome' });
export type VerdictOutcome = z.infer<typeof VerdictOutcome>;

export const OverrideReason = z
  .enum(['new_information', 'local_agreement', 'hardship', 'criteria_misread', 'urgent_risk'])
  .meta({ id: 'OverrideReason' });
export type OverrideReason = z.infer<typeof OverrideReason>;

export const WithdrawReason = z
  .enum(['sent_in_error', 'solved_otherwise', 'person_refuses', 'answered_by_other', 'case_closed'])
  .meta({ id: 'WithdrawReason' });
export type WithdrawReason = z.infer<typeof WithdrawReason>;

export const AbortReason = z
  .enum(['person_absent', 'health', 'consent_withdrawn', 'no_longer_needed', 'cost_refused'])
  .meta({ id: 'AbortReason' });
export type AbortReason = z.infer<typeof AbortReason>;

/** Why a case stands still for a while (domain.md 6); a review day always comes with it. */
export const PauseReason = z
  .enum([
    'sickness',
    'pregnancy_birth',
    'inpatient',
    'person_unreachable',
    'abroad',
    'detention',
    'other_procedure',
  ])
  .meta({ id: 'PauseReason' });
export type PauseReason = z.infer<typeof PauseReason>;

/** Why people moved a deadline; the old one stays in the history. */
export const DeadlineChangeReason = z
  .enum(['agreed_with_recipient', 'person_needs_time', 'office_closed', 'wrong_date'])
  .meta({ id: 'DeadlineChangeReason' });
export type DeadlineChangeReason = z.infer<typeof DeadlineChangeReason>;

/** What makes a case urgent: by phone first, answers within two business days (domain.md 6). */
export const UrgentRisk = z
  .enum(['housing_loss', 'violence', 'self_harm', 'livelihood_lost'])
  .meta({ id: 'UrgentRisk' });
export type UrgentRisk = z.infer<typeof UrgentRisk>;

/** How somebody tried to reach the person. */
export const ContactChannel = z
  .enum(['phone', 'mail', 'letter', 'message', 'visit'])
  .meta({ id: 'ContactChannel' });
export type ContactChannel = z.infer<typeof ContactChannel>;

/** What an assessment found. */
export const AssessmentResult = z
  .enum(['employable', 'not_yet_employable', 'not_employable', 'partly_able_to_work'])
  .meta({ id: 'AssessmentResult' });
export type AssessmentResult = z.infer<typeof AssessmentResult>;

/** How two cases of one person hang together. */
export const CaseLink = z
  .enum(['continues', 'continued_by', 'moved_from', 'moved_to', 'merged_into', 'merged_from'])
  .meta({ id: 'CaseLink' });
export type CaseLink = z.infer<typeof CaseLink>;

/** What is asked of the recipient (domain.md 5.1 referralPurpose). */
export const ReferralPurpose = z
  .enum([
    'clarify_competence',
    'work_capacity_assessment',
    'potential_assessment',
    'placement',
    'vocational_measure',
    'livelihood',
    'language_course',
    'vocational_guidance',
    'coaching',
  ])
  .meta({ id: 'ReferralPurpose' });
export type ReferralPurpose = z.infer<typeof ReferralPurpose>;

/** Why a case must be kept although its time is over. */
export const LegalHoldReason = z
  .enum(['court_proceedings', 'complaint', 'audit', 'archive_offer'])
  .meta({ id: 'LegalHoldReason' });
export type LegalHoldReason = z.infer<typeof LegalHoldReason>;

/** What the person is told who asked for erasure (domain.md 5.2). */
export const ErasureAnswer = z.enum(['kept_by_law', 'withdrawn']).meta({ id: 'ErasureAnswer' });
export type ErasureAnswer = z.infer<typeof ErasureAnswer>;

export const GoalState = z.enum(['open', 'achieved', 'dropped']).meta({ id: 'GoalState' });
export type GoalState = z.infer<typeof GoalState>;

export const Milestone = z
  .enum([
    'employment_started',
    'employment_ended',
    'apprenticeship_started',
    'potential_assessed',
    'employable',
    'not_yet_employable',
    'language_level_reached',
  ])
  .meta({ id: 'Milestone' });
export type Milestone = z.infer<typeof Milestone>;

/**
 * Every clock of domain.md 3.1; its length stands in the policy. Beside them: T_REPORT and T_REVIEW
 * (progress of a referral), T_NEXT (who was declined must act), T_ORPHAN (domain.md 6: nothing due).
 * T_PRE and T_ASSESS stand in 3.1; T_EXPIRY (an unanswered referral ends), T_LEAD (two claim the
 * lead), T_ERASURE (the person asked for erasure and is to be answered), T_MERGE (two cases of one person), T_RECALL and T_LETTER (consent was withdrawn: recipients,
 * then the person, are told), T_CONTACT (the person is to be reached), T_APPEAL (a decision may be
 * appealed), T_MOVE (another canton is to take over) come from section 6. People set the day of
 * T_PAUSE (a pause is looked at) and T_DELEGATION (a delegation ends).
 * The verdict brings the length of three: T_DEFER (the deferral ends), T_DUTY (a mandatory referral is
 * due), T_FACTS (a fact changes by itself that day: an age, a permit, a consent). T_PERMIT warns that a
 * permit is about to end (section 6: permit change).
 */
export const deadlineKinds = [
  'T_ACK',
  'T_CRIT',
  'T_INFO',
  'T_DEC',
  'T_RT',
  'T_PLAN',
  'T_COST',
  'T_START',
  'T_FU',
  'T_CLOSE',
  'T_INFORM',
  'T_REPORT',
  'T_REVIEW',
  'T_NEXT',
  'T_ORPHAN',
  'T_DEFER',
  'T_DUTY',
  'T_FACTS',
  'T_PERMIT',
  'T_PRE',
  'T_ASSESS',
  'T_EXPIRY',
  'T_PAUSE',
  'T_DELEGATION',
  'T_LEAD',
  'T_MERGE',
  'T_RECALL',
  'T_LETTER',
  'T_CONTACT',
  'T_APPEAL',
  'T_MOVE',
  'T_ERASURE',
] as const;
export const DeadlineKind = z.enum(deadlineKinds).meta({ id: 'DeadlineKind' });
export type DeadlineKind = z.infer<typeof DeadlineKind>;
/** The clocks whose length stands in the policy. */
export const PolicyTermKind = DeadlineKind.exclude([
  'T_DEFER',
  'T_DUTY',
  'T_FACTS',
  'T_PERMIT',
  'T_PAUSE',
  'T_DELEGATION',
]);
export type PolicyTermKind = z.infer<typeof PolicyTermKind>;

/** Steps of the ladder (domain.md 6); `due` is a firing without a ladder: the engine acts itself. */
export const ladderLevels = ['L0', 'L1', 'L2', 'L3', 'L4', 'due'] as const;
export const LadderLevel = z.enum(ladderLevels).meta({ id: 'LadderLevel' });
export type LadderLevel = z.infer<typeof LadderLevel>;
