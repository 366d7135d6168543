/** What happened off the straight path, as in `events.ts`: past tense, codes and dates only. */
import { z } from 'zod';
import { undeliveredFields } from './delivery';
import { CantonCode, CaseId, Instant, InstitutionId, PlainDate, ReferralId } from './primitives';
import {
  AssessmentResult,
  CaseLink,
  ErasureAnswer,
  LegalHoldReason,
  ContactChannel,
  DeadlineChangeReason,
  PauseReason,
  ReferralPurpose,
  UrgentRisk,
} from './states';

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) });
const onReferral = { referralId: ReferralId };
/** Two cases of one person: which, how, and what is taken over from the other. */
export const linkFields = {
  caseId: CaseId,
  link: CaseLink,
  annex: z.uuid().optional().describe('the dossier of the other case, kept there as an annex'),
  office: InstitutionId.optional().describe('who registered the other case'),
};

export const courseHappenings = [
  event('casePreclarified', { goesOn: z.boolean() }),
  event('draftSubmitted', {}),
  event('assessmentStarted', { by: InstitutionId }),
  event('assessmentCompleted', { result: AssessmentResult, againOn: PlainDate.optional() }),
  event('leadDelegated', { to: InstitutionId, until: PlainDate, responsible: InstitutionId }),
  event('delegationEnded', { backTo: InstitutionId }),
  event('casePaused', { reason: PauseReason, reviewOn: PlainDate }),
  event('caseResumed', { pausedSince: Instant }),
  event('deadlineChanged', {
    key: z.string(),
    dueBefore: Instant,
    dueOn: PlainDate,
    reason: DeadlineChangeReason,
  }),
  event('contactTried', { channel: ContactChannel, reached: z.boolean() }),
  event('urgencyFlagged', {
    risk: UrgentRisk,
    coordination: InstitutionId.describe('hears of it beside those who are asked'),
  }),
  event('urgencyCleared', {}),
  event('commandUndone', { seqFrom: z.int().positive(), seqTo: z.int().positive() }),
  event('costsRefused', { payer: InstitutionId }),
  event('decisionLinked', {
    by: InstitutionId,
    servedOn: PlainDate,
    about: ReferralId.optional().describe('the referral it answers'),
  }),
  event('recipientsInformed', {}),
  event('letterSent', {}),
  event('mergeProposed', { withCase: CaseId }),
  event('mergeRejected', { withCase: CaseId }),
  event('caseLinked', linkFields),
  event('cantonLeft', { to: CantonCode }),
  event('caseReopened', {}),
  event('erasureRequested', {}),
  event('erasureAnswered', { answer: ErasureAnswer }),
  event('legalHoldPlaced', { reason: LegalHoldReason }),
  event('legalHoldLifted', {}),
  event('caseErased', {}),
  event('noticeUndelivered', undeliveredFields),
  event('pingPongDetected', { between: z.array(InstitutionId).min(1) }),
  event('nextPartnerSuggested', { ...onReferral, institutions: z.array(InstitutionId) }),
  event('referralDrafted', {
    ...onReferral,
    from: InstitutionId,
    to: InstitutionId,
    purpose: ReferralPurpose,
  }),
  event('referralDiscarded', onReferral),
  event('referralForwarded', { ...onReferral, as: ReferralId, to: InstitutionId }),
  event('referralExpired', onReferral),
  event('referralResumed', onReferral),
] as const;
