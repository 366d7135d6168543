/** Lists of cases: lines, worklists, the board, kept views; what each answer says about its age. */
import { z } from 'zod';
import { UserId } from './directory';
import { LedgerParty } from './ledger';
import { CantonCode, CaseId, Instant, InstitutionId, Position } from './primitives';
import { CaseStatus, DeadlineKind, LadderLevel } from './states';

/** `protected`: permit F, or B with the refugee flag. A group and no permit, so that lists can show it. */
export const PermitGroup = z.enum(['protected', 'other']).meta({ id: 'PermitGroup' });
export type PermitGroup = z.infer<typeof PermitGroup>;

/** Who has the ball: the party and, when it is one, the office. */
export const CaseHolder = z
  .strictObject({ party: LedgerParty, institutionId: InstitutionId.optional() })
  .meta({ id: 'CaseHolder' });
export type CaseHolder = z.infer<typeof CaseHolder>;

/** One line of a list. */
export const CaseRow = z
  .strictObject({
    id: CaseId,
    canton: CantonCode,
    status: CaseStatus,
    stageSince: Instant.describe('since when it stands in this status'),
    version: z.int(),
    registeredBy: InstitutionId,
    registeredAt: Instant,
    lead: InstitutionId.optional(),
    holder: CaseHolder.optional().describe('who has the ball now; absent once it is closed'),
    responsible: UserId.optional().describe('who works on it at the own institution'),
    nextDueAt: Instant.optional(),
    nextDueKind: DeadlineKind.optional(),
    nextDueOwner: InstitutionId.optional(),
    nextDueLevel: LadderLevel.optional(),
    level: LadderLevel.optional().describe('the highest step of the ladder reached'),
    urgent: z.literal(true).optional().describe('by phone first'),
    paused: z.literal(true).optional().describe('stands still until somebody resumes it'),
    permitGroup: PermitGroup.optional(),
    openReferrals: z.int().nonnegative().describe('sent and not ended'),
    changedAt: Instant,
  })
  .meta({ id: 'CaseRow' });
export type CaseRow = z.infer<typeof CaseRow>;

/** How old an answer is. */
const age = {
  position: Position.describe(
    'everything before is in this answer; give it to `/v1/events` as `Last-Event-ID` to go on from here',
  ),
  complete: z
    .boolean()
    .optional()
    .describe('only with `atLeast`: false while the list is still catching up to that position'),
};
const next = z
  .string()
  .optional()
  .describe('give it as `after` to read on; absent on the last page');

export const CasePage = z
  .strictObject({ items: z.array(CaseRow), next, ...age })
  .meta({ id: 'CasePage' });

/** Which cases a list or the board shows; all that is given must hold. */
export const CaseFilters = z
  .strictObject({
    canton: CantonCode.optional(),
    status: CaseStatus.optional(),
    institution: InstitutionId.optional().describe('one that has a part in the case'),
    from: InstitutionId.optional().describe('has a referral from this office'),
    to: InstitutionId.optional().describe(
      'has a referral to this office; with `from`: of one pair',
    ),
    permitGroup: PermitGroup.optional(),
    level: LadderLevel.optional().describe('the highest step of the ladder reached'),
    holder: InstitutionId.optional().describe('has the ball now'),
    responsible: UserId.optional().describe('works on it at the own institution'),
  })
  .meta({ id: 'CaseFilters' });
export type CaseFilters = z.infer<typeof CaseFilters>;

/** `escalation`: open cases only, the urgent first, then by what comes next by itself. */
export const CaseOrder = z.enum(['newest', 'escalation']).meta({ id: 'CaseOrder' });
export type CaseOrder = z.infer<typeof CaseOrder>;

/** Lists of cases that wait for somebody (domain.md 3.1, 6). */
export const worklistNames = [
  'to_triage',
  'overrides_to_confirm',
  'duplicates_to_decide',
  'returned_to_me',
  'to_answer',
  'overdue',
  'lead_conflicts',
  'consent_expiring',
  'without_next_step',
  'waiting_for_capacity',
  'delivery_failed',
  'follow_ups_due',
  'drafts',
] as const;
export const WorklistName = z.enum(worklistNames).meta({ id: 'WorklistName' });
export type WorklistName = z.infer<typeof WorklistName>;

export const WorklistCount = z
  .strictObject({
    name: WorklistName,
    count: z.int().nonnegative(),
    levels: z
      .array(z.strictObject({ level: LadderLevel, count: z.int().positive() }))
      .optional()
      .describe('of `overdue`: how many have reached which step of the ladder'),
  })
  .meta({ id: 'WorklistCount' });
export type WorklistCount = z.infer<typeof WorklistCount>;

export const WorklistCounts = z
  .strictObject({ items: z.array(WorklistCount), ...age })
  .meta({ id: 'WorklistCounts' });
export type WorklistCounts = z.infer<typeof WorklistCounts>;

/** The cases of one stage: all are counted, what escalates next is shown. */
export const BoardColumn = z
  .strictObject({
    status: CaseStatus,
    count: z.int().nonnegative(),
    items: z.array(CaseRow),
    next: z
      .string()
      .optional()
      .describe('`after` for `/v1/cases?order=escalation` with this status and the same filters'),
  })
  .meta({ id: 'BoardColumn' });
export type BoardColumn = z.infer<typeof BoardColumn>;

/** Open cases by stage. */
export const Board = z
  .strictObject({ columns: z.array(BoardColumn), ...age })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof Board>;

/** The name of a person, as far as the caller may read it. */
export const CaseName = z
  .strictObject({ caseId: CaseId, officialName: z.string(), firstName: z.string() })
  .meta({ id: 'CaseName' });
export type CaseName = z.infer<typeof CaseName>;
export const mostNames = 50;
export const CaseNames = z.strictObject({ items: z.array(CaseName) }).meta({ id: 'CaseNames' });
export type CaseNames = z.infer<typeof CaseNames>;

/** More kept views than anybody finds again. */
export const mostSavedViews = 50;

/** Codes and ids only, so that no person stands in a kept view. */
const ViewQuery = z
  .record(z.string().regex(/^[a-zA-Z]{1,30}$/), z.string().regex(/^[\w.:-]{1,80}$/))
  .refine((query) => Object.keys(query).length <= 20, { error: 'expected at most 20 filters' });

export const SavedViewRequest = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^(?!(?:.*\d){7})[\p{L}\p{M}\p{N} .,:()/&+'’–-]+$/u, {
        error: 'expected words: never the name or a number of a person',
      })
      .describe('what the caller calls it; never the name or a number of a person'),
    view: z
      .string()
      .regex(/^[a-z][a-z-]{0,30}$/)
      .describe('the view of the page: `board`'),
    query: ViewQuery.describe('its filters, as they stand in the address'),
  })
  .meta({ id: 'SavedViewRequest' });
export type SavedViewRequest = z.infer<typeof SavedViewRequest>;

/** A view with its filters that a person keeps. */
export const SavedView = SavedViewRequest.extend({
  id: z.uuid().describe('of the caller’s choice'),
  savedAt: Instant,
}).meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViews = z.strictObject({ items: z.array(SavedView) }).meta({ id: 'SavedViews' });
export type SavedViews = z.infer<typeof SavedViews>;
