/** The way of a case: where it was, where it is, where it may go next (domain.md 3.2). */
import { z } from 'zod';
import { CaseId, Instant, InstitutionId, ReferralId } from './primitives';
import { CaseStatus, ReferralStatus } from './states';

/** A status on the way: gone through, held now, or one that may come next. */
export const PathStep = z
  .strictObject({
    status: z.union([CaseStatus, ReferralStatus]),
    state: z.enum(['done', 'now', 'possible']),
    at: Instant.optional().describe('since when it held; absent for what is only possible'),
    seq: z.int().positive().optional().describe('the event that led there, as in the timeline'),
    by: z.array(z.string()).readonly().describe('the events that led there, or would lead there'),
  })
  .meta({ id: 'PathStep' });
export type PathStep = z.infer<typeof PathStep>;

/** The way of the case itself, or of one of its referrals. */
export const PathLane = z
  .strictObject({
    referralId: ReferralId.optional().describe('absent: the case itself'),
    from: InstitutionId.optional(),
    to: InstitutionId.optional(),
    steps: z.array(PathStep).readonly(),
  })
  .meta({ id: 'PathLane' });
export type PathLane = z.infer<typeof PathLane>;

/** The same way twice: as data to be drawn, and as text for a diagram. */
export const CasePath = z
  .strictObject({
    caseId: CaseId,
    lanes: z.array(PathLane).readonly().describe('the case first, then its referrals'),
    mermaid: z.string().describe('a Mermaid flowchart: statuses, dates, institution ids'),
  })
  .meta({ id: 'CasePath' });
export type CasePath = z.infer<typeof CasePath>;
