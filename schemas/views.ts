/** What the API answers: views of a case for one caller, pages, and problems (RFC 9457). */
import { z } from 'zod';
import { CommandBody, PlanGoal } from './commands';
import { ActionField } from './directory';
import { FieldGroup } from './facts';
import { CaseHolder } from './lists';
import { RefusalCode } from './refusals';
import { linkFields } from './course-events';
import { Deadline, SendGrant } from './events';
import {
  CantonCode, CaseId, Instant, InstitutionId, InstitutionKind, PlainDate, Position, ReferralId,
} from './primitives'; // prettier-ignore
import { VerdictSummary } from './verdict';
import {
  CaseStatus,
  ClosureOutcome,
  ContactChannel,
  DeadlineKind,
  GoalState,
  LadderLevel,
  LegalHoldReason,
  OverrideReason,
  PauseReason,
  ReferralPurpose,
  ReferralStatus,
  UrgentRisk,
  VerdictOutcome,
} from './states';

const commandKinds = CommandBody.options.map((option) => option.shape.kind.value);

/** One thing the caller may do now; buttons are drawn from it. */
export const AllowedAction = z
  .strictObject({
    kind: z.enum(commandKinds),
    referralId: ReferralId.optional(),
    fields: z
      .array(ActionField)
      .readonly()
      .describe('what the command says besides kind and referral'),
  })
  .meta({ id: 'AllowedAction' });
export type AllowedAction = z.infer<typeof AllowedAction>;

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

/** What a caller may open beside the view of a case. */
export const CaseReading = z.enum(['ledger', 'dossier']).meta({ id: 'CaseReading' });
export type CaseReading = z.infer<typeof CaseReading>;

/** A referral as the parties see it: codes, dates, and the grant that opens fields to the recipient. */
export const ReferralView = z
  .strictObject({
    id: ReferralId,
    status: ReferralStatus,
    from: InstitutionId,
    to: InstitutionId,
    purpose: ReferralPurpose,
    grant: SendGrant.optional().describe('absent as long as it has not left'),
    sentAt: Instant.optional().describe('absent as long as it has not left'),
    answeredAt: Instant.optional(),
    requestedFields: z.array(z.string()).readonly().optional(),
    code: z.string().optional().describe('reason or result, one code'),
    nextOwner: InstitutionId.optional(),
    waitsUntil: z.string().optional(),
    suspended: z.literal(true).optional(),
    need: z.string().optional().describe('alternatives share a need: the first to accept has it'),
    forwardedFrom: ReferralId.optional(),
    forwardedAs: ReferralId.optional(),
    suggested: z
      .array(InstitutionId)
      .readonly()
      .optional()
      .describe('who might be asked instead, the likeliest first'),
    nextDue: NextDue.optional().describe('what comes next for it by itself, while it is open'),
    holder: CaseHolder.optional().describe(
      'who has it now; absent before it left and once it ended',
    ),
  })
  .meta({ id: 'ReferralView' });
export type ReferralView = z.infer<typeof ReferralView>;

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
    consentHoles: z
      .array(z.strictObject({ referralId: ReferralId, to: InstitutionId, why: RefusalCode }))
      .readonly()
      .optional()
      .describe('open and planned referrals that the consent does not carry today, and why'),
    consentCovers: z
      .strictObject({
        recipients: z.array(InstitutionKind).readonly(),
        fieldGroups: z.array(FieldGroup).readonly(),
        expiresOn: PlainDate.optional(),
      })
      .optional()
      .describe('whom and what the consent names; for those who run the case'),
    holder: CaseHolder.optional().describe('who has the ball now; absent once it is closed'),
    reads: z.array(CaseReading).readonly().describe('what the caller may open beside this'),
    lead: z.strictObject({ institutionId: InstitutionId, interim: z.boolean() }).optional(),
    leadInstitution: InstitutionId.optional(),
    leadConflict: InstitutionId.optional(),
    overallResponsibility: InstitutionId.optional().describe(
      'answers for the case while another institution leads it for a time',
    ),
    delegation: z
      .strictObject({
        from: InstitutionId,
        to: InstitutionId,
        until: PlainDate.describe('the lead goes back by itself that day'),
      })
      .optional(),
    assessedBy: InstitutionId.optional().describe('who assesses the person, or did so last'),
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
    mergeWith: CaseId.optional().describe('another case that seems to be about the same person'),
    mergeRejected: z.array(CaseId).readonly().optional().describe('cases about somebody else'),
    links: z
      .array(z.strictObject(linkFields))
      .readonly()
      .optional()
      .describe('other cases of the person'),
    closedAt: Instant.optional(),
    keepUntil: PlainDate.optional().describe('a closed case is erased after this day'),
    erasedAt: Instant.optional().describe('everything personal was destroyed then'),
    restricted: z
      .strictObject({
        erasureSince: Instant.optional().describe('the person asked for erasure'),
        answered: z.literal(true).optional().describe('and was told that the law keeps it'),
        hold: z.strictObject({ reason: LegalHoldReason, since: Instant }).optional(),
      })
      .optional()
      .describe('what may not be done with it'),
    leavingTo: CantonCode.optional().describe('the person moves there; most clocks stand still'),
    invited: z.array(InstitutionId).readonly(),
    meetingOn: PlainDate.optional(),
    metAt: Instant.optional().describe('when that meeting was held'),
    pingPong: z
      .strictObject({ since: Instant, settledAt: Instant.optional() })
      .optional()
      .describe('the case goes back and forth; until settled only the coordinator refers'),
    decisions: z
      .array(
        z.strictObject({
          by: InstitutionId,
          servedOn: PlainDate,
          about: ReferralId.optional(),
        }),
      )
      .readonly()
      .optional()
      .describe('formal decisions of institutions; the clocks T_APPEAL say until when'),
    plan: z
      .strictObject({
        agreedOn: z.string(),
        goals: z.array(PlanGoal.extend({ number: z.int(), state: GoalState })).readonly(),
        pausedDays: z.int().optional().describe('calendar days by which follow-ups are later'),
      })
      .optional(),
    followUpsDone: z.array(z.int()).readonly(),
    paused: z
      .strictObject({
        reason: PauseReason,
        since: Instant,
        reviewOn: PlainDate.describe('the pause is looked at again'),
      })
      .optional()
      .describe('the case stands still: the clocks of service wait'),
    urgent: z
      .strictObject({ risk: UrgentRisk, since: Instant })
      .optional()
      .describe('by phone first'),
    contactTries: z
      .array(z.strictObject({ at: Instant, channel: ContactChannel, reached: z.boolean() }))
      .readonly()
      .optional()
      .describe('since the person was reached last'),
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
    position: Position.describe('give it to a list as `atLeast`, and it holds what was done here'),
    case: CaseView,
  })
  .meta({ id: 'CommandResult' });
export type CommandResult = z.infer<typeof CommandResult>;
