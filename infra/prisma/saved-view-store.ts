/**
 * Views that a person keeps. The only thing a reader may write: row-level security ties every row to
 * the person and the institution the person acts for.
 */
import { SavedView, mostSavedViews } from '../../schemas/index';
import type { SavedViewRequest } from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { Viewer } from './viewer';

export interface SavedViewStore {
  /** In the order of their names. */
  listViews(viewer: Viewer): Promise<readonly SavedView[]>;
  /** Keeps it under this id, in the place of one that was there. Undefined when there are too many. */
  keepView(viewer: Viewer, id: string, view: SavedViewRequest): Promise<SavedView | undefined>;
  dropView(viewer: Viewer, id: string): Promise<void>;
}

const shown = Prisma.sql`jsonb_build_object('id', id, 'name', name, 'view', view, 'query', query,
  'savedAt', relais_instant(saved_at)) AS shown`;

type Shown = { readonly shown: unknown };

/** One at a time for each person, so that two windows do not keep one more than is allowed. */
const asOwner = async <T>(
  db: Database,
  { userId, institutionId = '' }: Viewer,
  query: Prisma.PrismaPromise<T>,
): Promise<T> => {
  const [, answer] = await db.$transaction([
    db.$executeRaw`SELECT
      set_config('relais.institution', ${institutionId}, true),
      set_config('relais.user', ${userId}, true),
      pg_advisory_xact_lock(hashtextextended('views:' || ${userId}, 0))`,
    query,
  ]);
  return answer;
};

export const makeSavedViewStore = (db: Database): SavedViewStore => ({
  async listViews(viewer) {
    const query = db.$queryRaw<Shown[]>`SELECT ${shown} FROM saved_views ORDER BY name, id`;
    return (await asOwner(db, viewer, query)).map((row) => SavedView.parse(row.shown));
  },

  async keepView(viewer, id, { name, view, query }) {
    const kept = db.$queryRaw<Shown[]>`
      INSERT INTO saved_views (user_id, institution_id, id, name, view, query)
      SELECT relais_viewer_user(), current_setting('relais.institution'), ${id}::uuid, ${name},
        ${view}, ${JSON.stringify(query)}::jsonb
      WHERE (SELECT count(*) FROM saved_views WHERE id <> ${id}::uuid) < ${mostSavedViews}::int
      ON CONFLICT (user_id, institution_id, id) DO UPDATE SET name = excluded.name,
        view = excluded.view, query = excluded.query, saved_at = now()
      RETURNING ${shown}`;
    const [row] = await asOwner(db, viewer, kept);
    return row && SavedView.parse(row.shown);
  },

  async dropView(viewer, id) {
    await asOwner(db, viewer, db.$executeRaw`DELETE FROM saved_views WHERE id = ${id}::uuid`);
  },
});
