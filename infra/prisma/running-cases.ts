/** What a start of the installation must know of the cases that it finds. */
import type { OpenCases } from '../../activities/ports';
import type { CaseId } from '../../schemas/index';
import type { Database } from './database';

export interface RunningCases extends OpenCases {
  /** Ids of every case that is not closed. */
  listOpenCaseIds(): Promise<CaseId[]>;
  /** The latest domain instant any case has seen; undefined when there is no case. */
  findLastChange(): Promise<string | undefined>;
}

export const makeRunningCases = (db: Database): RunningCases => ({
  async listOpenCaseIds() {
    const rows = await db.$queryRaw<{ id: CaseId }[]>`
      SELECT id FROM cases WHERE status <> 'closed' ORDER BY id`;
    return rows.map(({ id }) => id);
  },

  async listOpenPage({ after, limit }) {
    const rows = await db.$queryRaw<{ id: CaseId }[]>`
      SELECT id FROM cases WHERE status <> 'closed'
        AND (${after ?? null}::uuid IS NULL OR id > ${after ?? null}::uuid)
      ORDER BY id LIMIT ${limit}::int`;
    return rows.map(({ id }) => id);
  },

  async findLastChange() {
    const [row] = await db.$queryRaw<[{ at: Date | null }]>`
      SELECT max(changed_at) AS at FROM cases`;
    return row.at?.toISOString();
  },
});
