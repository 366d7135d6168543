/** The cases of a viewer whose clocks speak soon, those that speak first before the others. */
import type { CaseState } from '../../domain/case/state';
import type { InstitutionId } from '../../schemas/index';
import { atMost } from './case-list';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { pageOf, readCursor } from './page';
import type { Page, PageRequest } from './page';
import { asViewer, overseenCanton } from './viewer';
import type { Viewer } from './viewer';

export interface WakingFilter {
  /** Instant, excluded. */
  readonly before: string;
  /** Only cases in which this institution has, or may get, something to do. */
  readonly institution?: InstitutionId | undefined;
}

export interface WakingCase {
  readonly state: CaseState;
  /** User id of who works on it at the institution of the viewer. */
  readonly responsible?: string | undefined;
}

/** Nobody looks at more one after the other, and counting them all would cost the more. */
const mostCounted = 10_000;

export interface ForecastReader {
  /** At most 10 000: there may be more. */
  countWaking(viewer: Viewer, filter: WakingFilter): Promise<number>;
  listWaking(viewer: Viewer, filter: WakingFilter & PageRequest): Promise<Page<WakingCase>>;
}

interface Row {
  readonly wakesAt: string;
  readonly state: CaseState;
  readonly responsible: string | null;
}

/** A coordination office has no part in a case: it owes the decision that a new check brings. */
const concerns = (institution: InstitutionId): Prisma.Sql => Prisma.sql`AND (
  ${institution} = ANY(c.parties)
  OR c.state->'deadlines' @> ${JSON.stringify([{ owedBy: institution }])}::jsonb
  OR c.state->'deadlines' @> '[{"kind": "T_DEFER"}]'
  OR c.state->'deadlines' @> '[{"kind": "T_FACTS"}]')`;

/** The shortest path to the cases; which of them the viewer may see says row-level security. */
const waking = (viewer: Viewer, { before, institution }: WakingFilter): Prisma.Sql => {
  const canton = overseenCanton(viewer);
  const path =
    canton === undefined
      ? Prisma.sql`FROM case_parties p JOIN cases c ON c.id = p.case_id
          WHERE p.institution_id = ${viewer.institutionId ?? ''}`
      : Prisma.sql`FROM cases c WHERE c.canton = ${canton}`;
  return Prisma.sql`${path} AND c.wakes_at < ${before}::timestamptz
    ${institution === undefined ? Prisma.empty : concerns(institution)}`;
};

const responsible = ({ institutionId = '' }: Viewer): Prisma.Sql => Prisma.sql`(
  SELECT r.user_id FROM case_responsibles r
  WHERE r.case_id = c.id AND r.institution_id = ${institutionId}) AS responsible`;

export const makeForecastReader = (db: Database): ForecastReader => ({
  async countWaking(viewer, filter) {
    const query = Prisma.sql`
      SELECT count(*)::int AS count
      FROM (SELECT 1 ${waking(viewer, filter)} ${atMost(mostCounted)}) AS found`;
    const [found] = await asViewer<{ count: number }>(db, viewer, query);
    return found?.count ?? 0;
  },

  async listWaking(viewer, { limit, after, ...filter }) {
    const key = after === undefined ? undefined : readCursor(after);
    const from =
      key === undefined
        ? Prisma.empty
        : Prisma.sql`AND (c.wakes_at, c.id) > (${key[0]}::timestamptz, ${key[1]}::uuid)`;
    const query = Prisma.sql`
      SELECT c.wakes_at AS "wakesAt", c.state, ${responsible(viewer)} ${waking(viewer, filter)}
      ${from} ORDER BY c.wakes_at, c.id ${atMost(limit + 1)}`;
    const { items, ...rest } = pageOf(await asViewer<Row>(db, viewer, query), limit, (row) => [
      row.wakesAt,
      row.state.id,
    ]);
    const shown = items.map(({ state, responsible: userId }) => ({
      state,
      ...(userId === null ? {} : { responsible: userId }),
    }));
    return { items: shown, ...rest };
  },
});
