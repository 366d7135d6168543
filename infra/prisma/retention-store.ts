/** Closed cases whose time is over. */
import type { EndedCases } from '../../activities/ports';
import type { CaseId } from '../../schemas/index';
import type { Database } from './database';

export const makeRetentionStore = (db: Database): EndedCases => ({
  async listRetentionEnded({ on, after, limit }) {
    const rows = await db.$queryRaw<{ id: CaseId }[]>`
      SELECT id FROM cases
      WHERE status = 'closed' AND NOT state ? 'erasedAt'
        AND NOT coalesce(state -> 'restricted' ? 'hold', false)
        AND (state ->> 'keepUntil' < ${on}
          -- Closed before there was such a day.
          OR (NOT state ? 'keepUntil' AND changed_at < ${on}::date - interval '60 months'))
        AND (${after ?? null}::uuid IS NULL OR id > ${after ?? null}::uuid)
      ORDER BY id LIMIT ${limit}::int`;
    return rows.map(({ id }) => id);
  },
});
