/**
 * Reads in the name of a viewer. Row-level security decides what is there: a case that the viewer
 * may not see looks like one that does not exist.
 */
import { z } from 'zod';
import type { CaseState } from '../../domain/case/state';
import { CaseEvent, worklistNames } from '../../schemas/index';
import type { CaseId, CaseRow, WorklistName } from '../../schemas/index';
import { caseColumns, listQuery, toPage } from './case-list';
import type { CaseFilter } from './case-list';
import { changesQuery, toChanges } from './changes';
import type { Changes, ChangesRequest } from './changes';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { BadCursor, readCursor } from './page';
import type { Page, PageRequest } from './page';
import { asViewer, overseenCanton } from './viewer';
import type { Viewer } from './viewer';

export interface CaseReader {
  findCase(viewer: Viewer, caseId: CaseId): Promise<CaseState | undefined>;
  /** Newest registration first. */
  listCases(viewer: Viewer, filter: CaseFilter): Promise<Page<CaseRow>>;
  /** What is due first comes first. Overseers have the lists of their canton. */
  listWorklist(viewer: Viewer, name: WorklistName, page: PageRequest): Promise<Page<CaseRow>>;
  countWorklists(viewer: Viewer): Promise<Record<WorklistName, number>>;
  /** In the order in which it happened. */
  listTimeline(viewer: Viewer, caseId: CaseId, page: PageRequest): Promise<Page<CaseEvent>>;
  listChanges(viewer: Viewer, request: ChangesRequest): Promise<Changes>;
  /** The position from which only what happens from now on is new. */
  currentPosition(): Promise<string>;
}

const ownerOf = (viewer: Viewer): string => overseenCanton(viewer) ?? viewer.institutionId ?? '';

/** Follow-ups appear on the list two weeks before they are due; everything else at once. */
const isTime = Prisma.sql`(w.name <> 'follow_ups_due'
  OR w.sort_at <= relais_domain_now() + interval '14 days')`;

type SortedRow = { readonly sortAt: Date; readonly row: CaseRow };

const listWorklist =
  (db: Database): CaseReader['listWorklist'] =>
  async (viewer, name, { limit, after }) => {
    const key = after === undefined ? undefined : readCursor(after);
    const from =
      key === undefined
        ? Prisma.empty
        : Prisma.sql`AND (w.sort_at, w.case_id) > (${key[0]}::timestamptz, ${key[1]}::uuid)`;
    const query = db.$queryRaw<SortedRow[]>`
      SELECT w.sort_at AS "sortAt", ${caseColumns}
      FROM case_worklists w JOIN cases c ON c.id = w.case_id
      WHERE w.owner = ${ownerOf(viewer)} AND w.name = ${name} AND ${isTime} ${from}
      ORDER BY w.sort_at, w.case_id LIMIT ${limit + 1}`;
    return toPage(await asViewer(db, viewer, query), limit);
  };

const countWorklists =
  (db: Database): CaseReader['countWorklists'] =>
  async (viewer) => {
    const query = db.$queryRaw<{ name: WorklistName; count: number }[]>`
      SELECT w.name, count(*)::int AS count FROM case_worklists w
      WHERE w.owner = ${ownerOf(viewer)} AND ${isTime} GROUP BY w.name`;
    const counted = new Map(
      (await asViewer(db, viewer, query)).map(({ name, count }) => [name, count]),
    );
    const counts = worklistNames.map((name) => [name, counted.get(name) ?? 0] as const);
    return Object.fromEntries(counts) as Record<WorklistName, number>;
  };

const Seq = z.string().regex(/^\d{1,9}$/);

const listTimeline =
  (db: Database): CaseReader['listTimeline'] =>
  async (viewer, caseId, { limit, after = '0' }) => {
    const parsed = Seq.safeParse(after);
    if (!parsed.success) throw new BadCursor('this is not a position in a timeline');
    const query = db.$queryRaw<{ event: unknown }[]>`
      SELECT event FROM case_events
      WHERE case_id = ${caseId}::uuid AND seq > ${Number(parsed.data)}::int
      ORDER BY seq LIMIT ${limit + 1}`;
    const rows = await asViewer(db, viewer, query);
    const items = rows.slice(0, limit).map(({ event }) => CaseEvent.parse(event));
    const last = items.at(-1);
    return rows.length > limit && last !== undefined
      ? { items, next: String(last.seq) }
      : { items };
  };

export const makeCaseReader = (db: Database): CaseReader => ({
  async findCase(viewer, caseId) {
    const query = db.$queryRaw<{ state: CaseState }[]>`
      SELECT state FROM cases WHERE id = ${caseId}::uuid`;
    // Our own writer made it from a typed state, in the same transaction as its events.
    return (await asViewer(db, viewer, query))[0]?.state;
  },

  async listCases(viewer, filter) {
    const query = db.$queryRaw<SortedRow[]>(listQuery(viewer, filter));
    return toPage(await asViewer(db, viewer, query), filter.limit);
  },

  listWorklist: listWorklist(db),
  countWorklists: countWorklists(db),
  listTimeline: listTimeline(db),

  async listChanges(viewer, request) {
    return toChanges(await asViewer(db, viewer, changesQuery(db, request)), request);
  },

  async currentPosition() {
    const [row] = await db.$queryRaw<[{ horizon: string }]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`;
    return `${row.horizon}-0`;
  },
});
