/** What new rules do to open cases: looked at beforehand, and then carried out case by case. */
import { z } from 'zod';
import { CaseId, InstitutionId, InstitutionKind, Instant, PlainDate } from './primitives';
import { CaseStatus, DeadlineKind, ReferralPurpose, VerdictOutcome } from './states';

const count = z.int().nonnegative();

export const SuggestedRoute = z
  .strictObject({ to: InstitutionKind, purpose: ReferralPurpose })
  .meta({ id: 'SuggestedRoute' });
export type SuggestedRoute = z.infer<typeof SuggestedRoute>;

/** A clock of a case that new rules move, start or end. */
export const MovedDeadline = z
  .strictObject({
    key: z.string(),
    kind: DeadlineKind,
    owedBy: InstitutionId,
    from: Instant.optional().describe('due until now; absent when the clock starts'),
    to: Instant.optional().describe('due then; absent when the clock ends'),
    overdueNow: z.boolean().describe('was not overdue before and is at once'),
  })
  .meta({ id: 'MovedDeadline' });
export type MovedDeadline = z.infer<typeof MovedDeadline>;

/** A stored verdict that would have come out otherwise under the new rules. */
export const PastVerdict = z
  .strictObject({ verdictId: z.string(), given: VerdictOutcome, would: VerdictOutcome })
  .meta({ id: 'PastVerdict' });
export type PastVerdict = z.infer<typeof PastVerdict>;

/** What new rules change in one open case; ids and codes only. */
export const CasePreview = z
  .strictObject({
    caseId: CaseId,
    status: CaseStatus,
    moves: z.boolean().describe('goes over to the new rules'),
    outcome: z
      .strictObject({ from: VerdictOutcome.optional(), to: VerdictOutcome })
      .optional()
      .describe('of the verdict, when it changes'),
    routes: z.strictObject({
      gained: z.array(SuggestedRoute),
      lost: z.array(SuggestedRoute),
    }),
    duties: z
      .strictObject({ gained: z.array(SuggestedRoute), lost: z.array(SuggestedRoute) })
      .describe('referrals that the law demands'),
    deadlines: z.array(MovedDeadline),
    pastVerdicts: z.array(PastVerdict),
  })
  .meta({ id: 'CasePreview' });
export type CasePreview = z.infer<typeof CasePreview>;

/** What is published: the policy of cases, a duty judged beside it, or a calendar. */
export const RulesKind = z.enum(['policy', 'duty', 'calendar']).meta({ id: 'RulesKind' });
export type RulesKind = z.infer<typeof RulesKind>;

/** A dry run of new rules over the open cases; nothing of it is stored. */
export const RulesPreview = z
  .strictObject({
    kind: RulesKind,
    subject: z.string().describe('the id of the policy, or the canton of the calendar'),
    version: z.string(),
    on: PlainDate.describe('the day whose rules were tried'),
    checked: count.describe('open cases whose life the rules touch'),
    touched: count.describe('those for which something changes'),
    summary: z
      .strictObject({
        adopting: count.describe('go over to the new rules'),
        gained: count.describe('gain a route or a duty'),
        lost: count.describe('lose a route or a duty'),
        moved: count.describe('have a deadline moved'),
        overdueNow: count.describe('are overdue at once'),
      })
      .describe('cases, of every canton that the rules are for'),
    items: z.array(CasePreview).describe('the touched cases of the canton of the caller'),
  })
  .meta({ id: 'RulesPreview' });
export type RulesPreview = z.infer<typeof RulesPreview>;

export const RolloutState = z
  .enum(['waiting', 'running', 'done', 'superseded'])
  .describe('waiting for the first day; superseded: other rules came into force before the end')
  .meta({ id: 'RolloutState' });
export type RolloutState = z.infer<typeof RolloutState>;

/** How far the open cases have gone over to published rules. */
export const RolloutProgress = z
  .strictObject({
    state: RolloutState,
    total: count.describe('open cases when the first one was moved'),
    moved: count,
    unchanged: count.describe('had the rules already, or nothing changes for them'),
    closed: count.describe('were closed in the meantime'),
    failed: z.array(CaseId).describe('could not be reached; they keep their rules'),
  })
  .meta({ id: 'RolloutProgress' });
export type RolloutProgress = z.infer<typeof RolloutProgress>;

/** The rules that were published, and how far the open cases have gone over to them. */
export const Rollout = RolloutProgress.extend({
  id: z.string(),
  kind: RulesKind,
  subject: z.string().describe('the id of the policy, or the canton of the calendar'),
  version: z.string(),
  startsOn: PlainDate.describe('the day from which the cases are moved'),
  startedAt: Instant.describe('published then'),
}).meta({ id: 'Rollout' });
export type Rollout = z.infer<typeof Rollout>;
