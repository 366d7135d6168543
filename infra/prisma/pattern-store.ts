/** Where institutions stay silent towards each other: counts over pairs, no case and no person. */
import type { CantonCode, SilencePattern } from '../../schemas/index';
import type { Database } from './database';

export interface Patterns {
  /**
   * Pairs whose referrals reached the management (L3 or higher) at least `least` times since a day,
   * the most frequent first.
   */
  listSilence(query: {
    readonly canton: CantonCode;
    /** Plain date. */
    readonly since: string;
    readonly least: number;
  }): Promise<readonly SilencePattern[]>;
}

export const makePatterns = (db: Database): Patterns => ({
  listSilence: ({ canton, since, least }) => db.$queryRaw<SilencePattern[]>`
    SELECT r.from_institution AS "from", r.to_institution AS "to", count(*)::int AS count,
      max(e.event->'data'->>'level') AS highest
    FROM case_events e
    JOIN referrals r ON r.case_id = e.case_id AND r.referral_id = e.event->'data'->>'referralId'
    WHERE e.type = 'deadlineReached' AND e.canton = ${canton}
      AND e.at >= ${since}::date AND e.event->'data'->>'level' IN ('L3', 'L4')
      AND e.event->'data'->>'owedBy' = r.to_institution
    GROUP BY r.from_institution, r.to_institution
    HAVING count(*) >= ${least}::int
    ORDER BY count DESC, "from", "to"`,
});
