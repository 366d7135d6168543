/** The stop-clock ledger: who had the case, and who each referral, for how long (domain.md 3.4). */
import { z } from 'zod';
import { CaseId, Instant, InstitutionId, ReferralId } from './primitives';

/**
 * Whose time it was. `sender` is also the registering office before there is a lead; `person`: nobody
 * could go on without the person; `closed_days`: the office that had it was closed.
 */
export const LedgerParty = z
  .enum(['receiver', 'sender', 'person', 'coordination', 'lead', 'paused', 'closed_days'])
  .meta({ id: 'LedgerParty' });
export type LedgerParty = z.infer<typeof LedgerParty>;

/** A stretch of wall time, `to` excluded; the next one begins where it ends. */
export const LedgerStretch = z
  .strictObject({
    from: Instant,
    to: Instant,
    party: LedgerParty,
    institutionId: InstitutionId.optional().describe('who had it; absent when no office had it'),
    cause: z
      .strictObject({ seq: z.int().positive(), type: z.string() })
      .optional()
      .describe('the event with which it began; absent when the calendar began it'),
  })
  .meta({ id: 'LedgerStretch' });
export type LedgerStretch = z.infer<typeof LedgerStretch>;

/** What the stretches of a party add up to. */
export const LedgerSum = z
  .strictObject({
    party: LedgerParty,
    institutionId: InstitutionId.optional(),
    ms: z.int().nonnegative().describe('wall time in milliseconds'),
    businessDays: z
      .int()
      .nonnegative()
      .describe('a business day counts for whoever had it when the day began'),
  })
  .meta({ id: 'LedgerSum' });
export type LedgerSum = z.infer<typeof LedgerSum>;

const account = {
  stretches: z.array(LedgerStretch).readonly(),
  sums: z.array(LedgerSum).readonly(),
};

/** Of a case since its registration, and of each of its referrals since it was sent. */
export const Ledger = z
  .strictObject({
    caseId: CaseId,
    ...account,
    referrals: z.array(z.strictObject({ referralId: ReferralId, ...account })).readonly(),
  })
  .meta({ id: 'Ledger' });
export type Ledger = z.infer<typeof Ledger>;
