/**
 * Commands: what somebody asks of a case. Imperative names, codes and dates only: no personal datum,
 * no free text, so that a command may travel through Temporal and Kafka.
 */
import { z } from 'zod';
import { chainCommands, courseCommands } from './course-commands';
import { linkFields } from './course-events';
import { undeliveredFields } from './delivery';
import { Presence } from './directory';
import { Consent } from './facts';
import { Actor, CantonCode, CaseId, InstitutionId, PlainDate, ReferralId } from './primitives';
import {
  AbortReason,
  ClosureOutcome,
  DeclineReason,
  GoalState,
  Milestone,
  OverrideReason,
  ReferralPurpose,
  VerdictOutcome,
  WithdrawReason,
} from './states';
import { DeadlineKind, LadderLevel } from './states';
import { VerdictSummary } from './verdict';

const kind = <K extends string>(name: K) => z.literal(name);
const onReferral = { referralId: ReferralId };

/** One goal of the joint plan (domain.md 3.1 stage 10). */
export const PlanGoal = z
  .strictObject({
    goal: z.enum(['work', 'training', 'health', 'language', 'debt', 'housing', 'care', 'other']),
    responsible: InstitutionId,
    dueOn: PlainDate,
  })
  .meta({ id: 'PlanGoal' });
export type PlanGoal = z.infer<typeof PlanGoal>;

export const ReferralRequest = z
  .strictObject({
    to: InstitutionId,
    purpose: ReferralPurpose,
    from: InstitutionId.optional().describe('the sender when it is not the own institution'),
    reciprocity: z.boolean().optional().describe('the recipient grants the same in return'),
    need: z
      .string()
      .regex(/^[a-z0-9-]{1,20}$/)
      .optional()
      .describe('several asked for the same need share a name: the first to accept has it'),
  })
  .meta({ id: 'ReferralRequest' });
export type ReferralRequest = z.infer<typeof ReferralRequest>;

/** Written by the edge after it stored the dossier; people write it through the API or the inbox. */
export const RegisterCase = z.strictObject({
  kind: kind('registerCase'),
  canton: CantonCode,
  policyId: z.string().max(60).optional(),
  dossierRef: z.uuid(),
  consent: Consent.optional(),
  personDrawsBenefits: z.boolean().optional(),
  employable: z.boolean().optional(),
  protectedPermit: z.boolean().optional().describe('F, or B with the refugee flag'),
  draft: z.boolean().optional().describe('kept and not registered yet'),
  continues: CaseId.optional().describe('an earlier case of the same person'),
  movedFrom: CaseId.optional().describe('the case in the canton the person came from'),
});

const factsFields = {
  dossierRef: z.uuid(),
  fields: z.array(z.string().max(60)).min(1).max(60),
  consent: Consent.optional(),
  personDrawsBenefits: z.boolean().optional(),
  employable: z.boolean().optional(),
  protectedPermit: z.boolean().optional(),
};

const caseCommands = [
  RegisterCase,
  ...courseCommands,
  z.strictObject({ kind: kind('acknowledgeRegistration') }),
  z.strictObject({ kind: kind('supplyInformation'), ...factsFields }),
  z.strictObject({ kind: kind('updateFacts'), ...factsFields }),
  z.strictObject({
    kind: kind('confirmVerdict'),
    outcome: VerdictOutcome.exclude(['returned_info'])
      .optional()
      .describe('another outcome than suggested: needs a reason'),
    reason: OverrideReason.optional(),
    referrals: z.array(ReferralRequest).max(10).default([]).describe('referrals to send at once'),
  }),
  z.strictObject({ kind: kind('sendReferral'), ...ReferralRequest.shape }),
  z.strictObject({
    kind: kind('assignLead'),
    institutionId: InstitutionId,
    responsible: InstitutionId.optional().describe(
      'keeps the overall responsibility when it is another institution than the lead',
    ),
  }),
  z.strictObject({ kind: kind('informPerson'), referralId: ReferralId }),
  z.strictObject({ kind: kind('recordConsent'), consent: Consent }),
  z.strictObject({ kind: kind('withdrawConsent') }),
  z.strictObject({
    kind: kind('scheduleMeeting'),
    meetingOn: PlainDate,
    minutes: z.int().min(15).max(480).default(90),
    invite: z.array(InstitutionId).max(20).default([]),
  }),
  z.strictObject({ kind: kind('holdMeeting') }),
  z.strictObject({ kind: kind('agreePlan'), goals: z.array(PlanGoal).min(1).max(30) }),
  z.strictObject({
    kind: kind('approveCosts'),
    payer: InstitutionId,
    capChf: z.int().min(0).max(1_000_000).optional(),
  }),
  z.strictObject({ kind: kind('startMeasure'), provider: InstitutionId.optional() }),
  z.strictObject({
    kind: kind('recordFollowUp'),
    goals: z
      .array(z.strictObject({ number: z.int().positive(), state: GoalState }))
      .max(30)
      .default([]),
  }),
  z.strictObject({ kind: kind('recordMilestone'), milestone: Milestone, on: PlainDate.optional() }),
  z.strictObject({
    kind: kind('closeGoal'),
    number: z.int().positive(),
    state: GoalState.exclude(['open']),
  }),
  z.strictObject({ kind: kind('closeCase'), outcome: ClosureOutcome }),
] as const;

const referralCommands = [
  ...chainCommands,
  z.strictObject({ kind: kind('acknowledgeReferral'), ...onReferral }),
  z.strictObject({
    kind: kind('requestInformation'),
    ...onReferral,
    fields: z.array(z.string().max(60)).min(1).max(60),
  }),
  z.strictObject({ kind: kind('answerInformation'), ...onReferral }),
  z.strictObject({
    kind: kind('acceptReferral'),
    ...onReferral,
    claimsLead: z.boolean().default(false),
    reviewOn: PlainDate.optional().describe('when the first progress report is asked for'),
  }),
  z.strictObject({
    kind: kind('declineReferral'),
    ...onReferral,
    reason: DeclineReason,
    nextOwner: InstitutionId.describe(
      'who should act instead: no referral is declined into the void',
    ),
    until: PlainDate.optional().describe('with no_capacity_now: from when there is room'),
  }),
  z.strictObject({ kind: kind('withdrawReferral'), ...onReferral, reason: WithdrawReason }),
  z.strictObject({ kind: kind('startReferral'), ...onReferral }),
  z.strictObject({ kind: kind('requestReport'), ...onReferral }),
  z.strictObject({
    kind: kind('reportProgress'),
    ...onReferral,
    reviewOn: PlainDate.optional().describe('when the next report is asked for'),
  }),
  z.strictObject({
    kind: kind('completeReferral'),
    ...onReferral,
    result: z.enum(['achieved', 'partly_achieved', 'no_measure_needed', 'not_achieved']),
  }),
  z.strictObject({ kind: kind('abortReferral'), ...onReferral, reason: AbortReason }),
] as const;

/** What the engine tells a case: a verdict came in, a deadline was reached, rules changed. */
const engineCommands = [
  z
    .strictObject({
      kind: kind('adoptRules'),
      askAgain: z.boolean().optional().describe('ask the criteria even when its own rules stand'),
    })
    .describe('take up the rules in force today'),
  z.strictObject({ kind: kind('linkCase'), ...linkFields }).describe('another case of the person'),
  z
    .strictObject({ kind: kind('noteUndelivered'), ...undeliveredFields })
    .describe('a notice of the case did not arrive and is not tried any more'),
  z.strictObject({ kind: kind('recordVerdict'), verdict: VerdictSummary }),
  z.strictObject({
    kind: kind('reachDeadline'),
    key: z.string().max(40),
    level: LadderLevel,
    deadline: DeadlineKind,
    present: z
      .array(Presence)
      .optional()
      .describe('who is there today, as the directory says; absent: nobody asked it'),
  }),
] as const;

/** What institutions may ask, over HTTP or Kafka. */
export const CommandBody = z
  .discriminatedUnion('kind', [...caseCommands, ...referralCommands])
  .meta({ id: 'CommandBody' });
export type CommandBody = z.infer<typeof CommandBody>;

/** Every command a case can meet. */
export const AnyCommandBody = z
  .discriminatedUnion('kind', [...caseCommands, ...referralCommands, ...engineCommands])
  .meta({ id: 'AnyCommandBody' });
export type AnyCommandBody = z.infer<typeof AnyCommandBody>;
export type CommandKind = AnyCommandBody['kind'];
export type PublicCommandKind = CommandBody['kind'];

/** A command with who asks and the version of the case it was given for. */
export const Command = z
  .strictObject({
    commandId: z.string().min(1).max(80),
    caseId: CaseId,
    actor: Actor,
    expectedVersion: z.int().nonnegative().optional(),
    /** W3C trace context of the request: goes out again with what the command causes. */
    traceparent: z.string().max(55).optional(),
    body: AnyCommandBody,
  })
  .meta({ id: 'Command' });
export type Command = z.infer<typeof Command>;
