/** Case events: what happened. Past tense, append-only, codes and dates only (house.md 4). */
import { z } from 'zod';
import { courseHappenings } from './course-events';
import { Consent, FieldGroup } from './facts';
import { PlanGoal } from './commands';
import {
  Actor,
  CantonCode,
  CaseId,
  Instant,
  InstitutionId,
  PlainDate,
  ReferralId,
  Role,
} from './primitives';
import {
  AbortReason,
  ClosureOutcome,
  DeadlineKind,
  DeclineReason,
  GoalState,
  LadderLevel,
  Milestone,
  OverrideReason,
  ReferralPurpose,
  VerdictOutcome,
  WithdrawReason,
} from './states';
import { Term } from './running-policy';
import { VerdictSummary } from './verdict';

/**
 * A running clock. `firings` are the moments at which the engine acts by itself, earliest first;
 * a deadline without firings is shown and judged, but wakes nobody.
 */
export const Deadline = z
  .strictObject({
    key: z.string().max(40).describe('kind, or kind and referral: unique within the case'),
    kind: DeadlineKind,
    referralId: ReferralId.optional(),
    owedBy: InstitutionId,
    startedAt: Instant,
    dueAt: Instant,
    basis: z.enum(['BD', 'CD', 'months', 'date']),
    calendarVersion: z.string(),
    from: PlainDate.optional().describe('the day from which the term counts'),
    term: Term.optional().describe('absent when people agreed on a day'),
    byPolicy: z.boolean().optional().describe("the length is the policy's own"),
    firings: z.array(z.strictObject({ level: LadderLevel, at: Instant })),
    reached: LadderLevel.optional().describe('the level that fired last; absent before the first'),
    stopped: z
      .strictObject({
        at: Instant,
        remainingBD: z.int().nonnegative(),
        because: z.literal('pause').optional().describe('goes on when the case does'),
      })
      .optional()
      .describe('a clock that stands still'),
  })
  .meta({ id: 'Deadline' });
export type Deadline = z.infer<typeof Deadline>;

/** Why something may leave: the grant behind one referral (house.md 4, domain.md 5.5). */
export const SendGrant = z
  .strictObject({
    recipient: InstitutionId,
    purpose: ReferralPurpose,
    basis: z.string().max(40).describe('a code of the legal basis table, or "consent"'),
    needsConsent: z.boolean(),
    fieldGroups: z.array(FieldGroup),
    grantedAt: Instant,
  })
  .meta({ id: 'SendGrant' });
export type SendGrant = z.infer<typeof SendGrant>;

export const Recipient = z
  .strictObject({
    institutionId: InstitutionId,
    role: z.union([Role, z.literal('management'), z.literal('deputy')]),
  })
  .meta({ id: 'Recipient' });
export type Recipient = z.infer<typeof Recipient>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) });
const referralId = ReferralId;
const circumstances = {
  consent: Consent.optional(),
  personDrawsBenefits: z.boolean().optional(),
  employable: z.boolean().optional(),
  protectedPermit: z.boolean().optional(),
};

const happenings = [
  ...courseHappenings,
  event('caseRegistered', {
    canton: CantonCode,
    registeredBy: InstitutionId,
    policyId: z.string(),
    policyVersion: z.string(),
    coordinatorGate: z.boolean(),
    dossierRef: z.uuid(),
    draft: z.boolean().optional(),
    continues: CaseId.optional(),
    movedFrom: CaseId.optional(),
    ...circumstances,
  }),
  event('registrationAcknowledged', {}),
  event('factsUpdated', { dossierRef: z.uuid(), fields: z.array(z.string()), ...circumstances }),
  event('verdictProposed', { verdict: VerdictSummary }),
  event('informationReturned', { missing: z.array(z.string()), verdict: VerdictSummary }),
  event('informationSupplied', {
    dossierRef: z.uuid(),
    fields: z.array(z.string()),
    ...circumstances,
  }),
  event('verdictConfirmed', {
    outcome: VerdictOutcome,
    suggested: VerdictOutcome.optional(),
    reason: OverrideReason.optional(),
  }),
  event('overrideProposed', {
    outcome: VerdictOutcome,
    suggested: VerdictOutcome,
    reason: OverrideReason,
  }),
  event('rulesAdopted', {
    policyId: z.string(),
    policyVersion: z.string(),
    calendarVersion: z.string(),
    policyChanged: z.boolean().describe('the criteria are asked again'),
    coordinatorGate: z.boolean().optional().describe('as the new rules have it'),
  }),
  event('deadlineMoved', { deadline: Deadline, dueBefore: Instant }),
  event('leadAssigned', {
    institutionId: InstitutionId,
    interim: z.boolean(),
    responsible: InstitutionId.optional().describe('has the overall responsibility'),
  }),
  event('leadConflictRaised', { claimedBy: InstitutionId, heldBy: InstitutionId }),
  event('referralSent', {
    referralId,
    from: InstitutionId,
    to: InstitutionId,
    grant: SendGrant,
    need: z.string().optional(),
  }),
  event('referralAcknowledged', { referralId }),
  event('informationRequested', { referralId, fields: z.array(z.string()) }),
  event('informationAnswered', { referralId }),
  event('referralAccepted', { referralId, claimsLead: z.boolean() }),
  event('referralDeclined', { referralId, reason: DeclineReason, nextOwner: InstitutionId }),
  event('referralWaiting', { referralId, until: PlainDate, nextOwner: InstitutionId }),
  event('referralWithdrawn', { referralId, reason: WithdrawReason }),
  event('referralStarted', { referralId }),
  event('reportRequested', { referralId }),
  event('progressReported', { referralId }),
  event('referralCompleted', { referralId, result: z.string() }),
  event('referralAborted', { referralId, reason: AbortReason }),
  event('personInformed', { referralId }),
  event('consentRecorded', { consent: Consent }),
  event('consentWithdrawn', { suspendedReferrals: z.array(ReferralId) }),
  event('meetingScheduled', {
    meetingOn: PlainDate,
    minutes: z.int(),
    invite: z.array(InstitutionId),
  }),
  event('meetingHeld', { on: PlainDate }),
  event('planAgreed', { goals: z.array(PlanGoal) }),
  event('costsApproved', { payer: InstitutionId, capChf: z.int().optional() }),
  event('measureStarted', { provider: InstitutionId.optional() }),
  event('followUpRecorded', { month: z.int() }),
  event('milestoneRecorded', { milestone: Milestone, on: PlainDate }),
  event('goalClosed', { number: z.int(), state: GoalState }),
  event('caseClosed', {
    outcome: ClosureOutcome,
    keepUntil: PlainDate.optional().describe('erased after this day; absent: before there was one'),
  }),
  event('deadlineSet', { deadline: Deadline }),
  event('deadlineStopped', {
    key: z.string(),
    at: Instant,
    remainingBD: z.int(),
    because: z.literal('pause').optional(),
  }),
  event('deadlineCleared', { key: z.string(), met: z.boolean() }),
  event('deadlineReached', {
    key: z.string(),
    deadline: DeadlineKind,
    level: LadderLevel,
    referralId: referralId.optional(),
    owedBy: InstitutionId,
    recipients: z.array(Recipient),
    because: z
      .literal('nobody_present')
      .optional()
      .describe('reached before its time: nobody was there for the level before'),
    again: z
      .strictObject({ level: LadderLevel, at: Instant })
      .optional()
      .describe('the ladder ended and goes on at its last level'),
  }),
  event('caseBecameDormant', {}),
] as const;

/** What happened, without the envelope. */
export const Happening = z.discriminatedUnion('type', happenings).meta({ id: 'Happening' });
export type Happening = z.infer<typeof Happening>;
export type EventType = Happening['type'];
export const eventTypes = happenings.map((one) => one.shape.type.value);

/** What happened, when, by whom, and because of what. `seq` counts from 1 within the case. */
export type CaseEvent = Happening & {
  seq: number;
  at: string;
  by: Actor;
  /** The command id, or `deadline:<key>:<level>` for what the engine did by itself. */
  cause: string;
};
export const CaseEvent = z
  .intersection(
    Happening,
    z.object({ seq: z.int().positive(), at: Instant, by: Actor, cause: z.string() }),
  )
  .meta({ id: 'CaseEvent' });
