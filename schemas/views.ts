/** What the API answers: views of a case for one caller, pages, and problems (RFC 9457). */
import { z } from 'zod';
import { CommandBody, PlanGoal } from './commands';
import { Deadline, SendGrant } from './events';
import {
  Actor,
  CantonCode,
  CaseId,
  Instant,
  InstitutionId,
  InstitutionKind,
  Language,
  PlainDate,
  ReferralId,
} from './primitives';
import { LocalText } from './running-policy';
import { VerdictSummary } from './verdict';
import { RefusalCode } from './refusals';
import {
  CaseStatus,
  ClosureOutcome,
  DeadlineKind,
  GoalState,
  LadderLevel,
  OverrideReason,
  ReferralPurpose,
  ReferralStatus,
  VerdictOutcome,
} from './states';

const commandKinds = CommandBody.options.map((option) => option.shape.kind.value);

/** One thing the caller may do now; buttons are drawn from it. */
export const AllowedAction = z
  .strictObject({ kind: z.enum(commandKinds), referralId: ReferralId.optional() })
  .meta({ id: 'AllowedAction' });
export type AllowedAction = z.infer<typeof AllowedAction>;

/** A referral as the parties see it: codes, dates, and the grant that opens fields to the recipient. */
export const ReferralView = z
  .strictObject({
    id: ReferralId,
    status: ReferralStatus,
    from: InstitutionId,
    to: InstitutionId,
    purpose: ReferralPurpose,
    grant: SendGrant,
    sentAt: Instant,
    answeredAt: Instant.optional(),
    requestedFields: z.array(z.string()).readonly().optional(),
    code: z.string().optional().describe('reason or result, one code'),
    nextOwner: InstitutionId.optional(),
    waitsUntil: z.string().optional(),
    suspended: z.literal(true).optional(),
  })
  .meta({ id: 'ReferralView' });
export type ReferralView = z.infer<typeof ReferralView>;

/** The event that comes next by itself: what, when, and who owes the step that would avoid it. */
export const NextDue = z
  .strictObject({
    key: z.string(),
    kind: DeadlineKind,
    level: LadderLevel,
    at: Instant,
    owedBy: InstitutionId,
    referralId: ReferralId.optional(),
  })
  .meta({ id: 'NextDue' });
export type NextDue = z.infer<typeof NextDue>;

/** One case for one caller, as `domain/view.ts` makes it. `version` is also the ETag. */
export const CaseView = z
  .strictObject({
    id: CaseId,
    version: z.int().nonnegative(),
    canton: CantonCode,
    status: CaseStatus,
    outcome: ClosureOutcome.optional(),
    policyId: z.string(),
    policyVersion: z.string(),
    registeredBy: InstitutionId,
    registeredAt: Instant,
    changedAt: Instant,
    acknowledged: z.boolean(),
    coordinatorGate: z.boolean().describe('a coordinator confirms the verdict'),
    dormant: z.boolean(),
    consent: z.string().describe('what is known of the consent: a status, or "unknown"'),
    consentSuspended: z.boolean(),
    lead: z.strictObject({ institutionId: InstitutionId, interim: z.boolean() }).optional(),
    leadInstitution: InstitutionId.optional(),
    leadConflict: InstitutionId.optional(),
    verdict: VerdictSummary.optional(),
    confirmed: VerdictOutcome.optional().describe(
      'the outcome that stands, whatever was suggested',
    ),
    override: z
      .strictObject({ outcome: VerdictOutcome, reason: OverrideReason, by: z.string() })
      .optional()
      .describe('another outcome that a second person has to confirm'),
    missing: z.array(z.string()).readonly().describe('facts to supply before anybody can decide'),
    referrals: z.array(ReferralView).readonly(),
    deadlines: z.array(Deadline).readonly(),
    nextDue: NextDue.optional(),
    invited: z.array(InstitutionId).readonly(),
    meetingOn: PlainDate.optional(),
    plan: z
      .strictObject({
        agreedOn: z.string(),
        goals: z.array(PlanGoal.extend({ number: z.int(), state: GoalState })).readonly(),
      })
      .optional(),
    followUpsDone: z.array(z.int()).readonly(),
    allowedActions: z.array(AllowedAction).readonly(),
  })
  .meta({ id: 'CaseView' });
export type CaseView = z.infer<typeof CaseView>;

/** The answer to a command: what it made, and the case as the caller sees it now. */
export const CommandResult = z
  .strictObject({
    commandId: z.string(),
    version: z.int().nonnegative().describe('the version this command made, also when repeated'),
    status: CaseStatus,
    case: CaseView,
  })
  .meta({ id: 'CommandResult' });
export type CommandResult = z.infer<typeof CommandResult>;

/** One line of a list. */
export const CaseRow = z
  .strictObject({
    id: CaseId,
    canton: CantonCode,
    status: CaseStatus,
    version: z.int(),
    registeredBy: InstitutionId,
    lead: InstitutionId.optional(),
    nextDueAt: Instant.optional(),
    nextDueKind: DeadlineKind.optional(),
    nextDueOwner: InstitutionId.optional(),
    nextDueLevel: LadderLevel.optional(),
    level: LadderLevel.optional().describe('the highest step of the ladder reached'),
    changedAt: Instant,
  })
  .meta({ id: 'CaseRow' });
export type CaseRow = z.infer<typeof CaseRow>;

/** One event of a case; `data` holds codes, ids and dates, never a person. */
export const TimelineEntry = z
  .strictObject({
    seq: z.int().positive(),
    type: z.string(),
    at: Instant,
    by: Actor,
    cause: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('give it as `after` to read on; absent on the last page'),
  });
export const CasePage = page(CaseRow).meta({ id: 'CasePage' });
export const TimelinePage = page(TimelineEntry).meta({ id: 'TimelinePage' });

/** Lists of cases that wait for somebody (domain.md 3.1, 6). */
export const worklistNames = [
  'to_confirm',
  'returned_to_me',
  'to_answer',
  'overdue',
  'lead_conflicts',
  'waiting_for_capacity',
  'follow_ups_due',
  'without_next_step',
] as const;
export const WorklistName = z.enum(worklistNames).meta({ id: 'WorklistName' });
export type WorklistName = z.infer<typeof WorklistName>;

export const WorklistCounts = z
  .strictObject({
    items: z.array(z.strictObject({ name: WorklistName, count: z.int().nonnegative() })),
  })
  .meta({ id: 'WorklistCounts' });

/** What the caller may read of the person and the situation, and by what right. */
export const DossierView = z
  .strictObject({
    caseId: CaseId,
    version: z.int(),
    person: z.record(z.string(), z.unknown()),
    facts: z.record(z.string(), z.unknown()),
    fields: z
      .array(z.string())
      .describe('the fields in this answer, as they stand in the audit log'),
  })
  .meta({ id: 'DossierView' });
export type DossierView = z.infer<typeof DossierView>;

export const InstitutionView = z
  .strictObject({
    id: InstitutionId,
    name: LocalText,
    kind: InstitutionKind,
    canton: CantonCode,
    language: Language,
    channel: z.enum(['kafka', 'mail', 'webhook']),
  })
  .meta({ id: 'InstitutionView' });
export type InstitutionView = z.infer<typeof InstitutionView>;

/** The domain clock, with an honest word when it is bent. */
export const ClockView = z
  .strictObject({ now: Instant, rate: z.number().positive(), note: z.string() })
  .meta({ id: 'ClockView' });
export type ClockView = z.infer<typeof ClockView>;

const RequestError = z.strictObject({ path: z.string(), expected: z.string() });
const RulesError = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  rule: z.string().describe('the place in the document, or the id of a rule'),
  expected: z.string(),
});

/** An error answer, `application/problem+json` (RFC 9457). */
export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: RefusalCode,
    detail: z.string(),
    errors: z.array(z.union([RequestError, RulesError])).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof ProblemDetails>;
