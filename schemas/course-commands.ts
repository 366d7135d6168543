/**
 * Further commands on a case and its referrals: what people do when life takes another way than the
 * straight path (domain.md 3.1, 3.4, 6). Codes and dates only, as in `commands.ts`.
 */
import { z } from 'zod';
import { CantonCode, CaseId, InstitutionId, PlainDate, ReferralId } from './primitives';
import {
  AssessmentResult,
  ContactChannel,
  DeadlineChangeReason,
  ErasureAnswer,
  LegalHoldReason,
  PauseReason,
  ReferralPurpose,
  UrgentRisk,
} from './states';

const kind = <K extends string>(name: K) => z.literal(name);
const onReferral = { referralId: ReferralId };

/** Before registration, assessment, lead, pause, clocks, decisions. */
export const courseCommands = [
  z.strictObject({ kind: kind('preclarifyCase'), goesOn: z.boolean() }),
  z.strictObject({ kind: kind('submitDraft') }),
  z.strictObject({ kind: kind('startAssessment'), by: InstitutionId }),
  z.strictObject({
    kind: kind('completeAssessment'),
    result: AssessmentResult,
    againOn: PlainDate.optional().describe('when it is to be assessed again'),
  }),
  z.strictObject({
    kind: kind('delegateLead'),
    to: InstitutionId,
    until: PlainDate.describe('the delegation ends by itself that day'),
  }),
  z.strictObject({ kind: kind('endDelegation') }),
  z.strictObject({ kind: kind('pauseCase'), reason: PauseReason, reviewOn: PlainDate }),
  z.strictObject({ kind: kind('resumeCase') }),
  z.strictObject({
    kind: kind('changeDeadline'),
    key: z.string().max(40).describe('the clock, as the case shows it'),
    dueOn: PlainDate,
    reason: DeadlineChangeReason,
  }),
  z.strictObject({
    kind: kind('recordContactTry'),
    channel: ContactChannel,
    reached: z.boolean(),
  }),
  z.strictObject({ kind: kind('flagUrgent'), risk: UrgentRisk }),
  z.strictObject({ kind: kind('clearUrgent') }),
  z.strictObject({ kind: kind('undoLast') }).describe('takes back an accidental click'),
  z.strictObject({ kind: kind('refuseCosts'), payer: InstitutionId }),
  z.strictObject({
    kind: kind('linkDecision'),
    by: InstitutionId.describe('the institution whose formal decision it is'),
    servedOn: PlainDate,
    about: ReferralId.optional().describe('the referral it answers'),
  }),
  z.strictObject({ kind: kind('informRecipients') }).describe('of the withdrawn consent'),
  z.strictObject({ kind: kind('sendLetter') }).describe('to the person, after a withdrawal'),
  z.strictObject({ kind: kind('proposeMerge'), withCase: CaseId }),
  z.strictObject({ kind: kind('acceptMerge') }).describe('this case ends in the other'),
  z.strictObject({ kind: kind('rejectMerge') }),
  z.strictObject({ kind: kind('moveCanton'), to: CantonCode }),
  z.strictObject({ kind: kind('reopenCase') }),
  z
    .strictObject({ kind: kind('requestErasure') })
    .describe('the person asks for it; what rests on consent stops at once'),
  z.strictObject({
    kind: kind('answerErasure'),
    answer: ErasureAnswer.describe('what the person was told, or that the wish was taken back'),
  }),
  z.strictObject({ kind: kind('placeLegalHold'), reason: LegalHoldReason }),
  z.strictObject({ kind: kind('liftLegalHold') }),
  z.strictObject({ kind: kind('eraseCase') }).describe('everything personal, for good'),
] as const;

/** Drafts, chains and expiry of referrals. */
export const chainCommands = [
  z.strictObject({ kind: kind('draftReferral'), to: InstitutionId, purpose: ReferralPurpose }),
  z.strictObject({ kind: kind('submitReferral'), ...onReferral }),
  z.strictObject({ kind: kind('discardReferral'), ...onReferral }),
  z.strictObject({
    kind: kind('forwardReferral'),
    ...onReferral,
    to: InstitutionId.describe('who is asked instead; the sender stays the same'),
  }),
  z.strictObject({ kind: kind('resumeReferral'), ...onReferral }).describe('after new consent'),
] as const;
