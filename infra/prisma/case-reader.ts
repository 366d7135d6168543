/**
 * Reads in the name of a viewer. Row-level security decides what is there: a case that the viewer
 * may not see looks like one that does not exist.
 */
import { z } from 'zod';
import type { CaseState } from '../../domain/case/state';
import { CaseEvent } from '../../schemas/index';
import type { CaseId, CaseRow, WorklistCount, WorklistName } from '../../schemas/index';
import { boardQuery, toColumns } from './board';
import type { BoardLine, BoardWish, Column } from './board';
import { listQuery, toPage } from './case-list';
import type { CaseWish, SortedColumns } from './case-list';
import { changesQuery, toChanges } from './changes';
import type { Changes, ChangesRequest, RawChange } from './changes';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { BadCursor } from './page';
import type { Page, PageRequest } from './page';
import { asViewer, asViewerAt } from './viewer';
import type { Age, Viewer } from './viewer';
import { countsQuery, toCounts, worklistQuery } from './worklist-reader';
import type { CountWish, RawCount, WorklistWish } from './worklist-reader';

export interface CaseReader {
  findCase(viewer: Viewer, caseId: CaseId): Promise<CaseState | undefined>;
  /** Those that the viewer may see; in no order. */
  findCases(viewer: Viewer, caseIds: readonly CaseId[]): Promise<readonly CaseState[]>;
  listCases(viewer: Viewer, wish: CaseWish): Promise<Page<CaseRow> & Age>;
  /** What escalates next comes first. */
  listWorklist(
    viewer: Viewer,
    name: WorklistName,
    wish: WorklistWish,
  ): Promise<Page<CaseRow> & Age>;
  countWorklists(
    viewer: Viewer,
    wish?: CountWish,
  ): Promise<{ readonly items: readonly WorklistCount[] } & Age>;
  readBoard(
    viewer: Viewer,
    wish: BoardWish,
  ): Promise<{ readonly columns: readonly Column[] } & Age>;
  /** In the order in which it happened. */
  listTimeline(viewer: Viewer, caseId: CaseId, page: PageRequest): Promise<Page<CaseEvent>>;
  listChanges(viewer: Viewer, request: ChangesRequest): Promise<Changes>;
  /** The position from which only what happens from now on is new. */
  currentPosition(): Promise<string>;
  /** The position of the step that made this version of a case. */
  findPosition(viewer: Viewer, caseId: CaseId, version: number): Promise<string | undefined>;
}

const Seq = z.string().regex(/^\d{1,9}$/);

const listTimeline =
  (db: Database): CaseReader['listTimeline'] =>
  async (viewer, caseId, { limit, after = '0' }) => {
    const parsed = Seq.safeParse(after);
    if (!parsed.success) throw new BadCursor('this is not a position in a timeline');
    const query = Prisma.sql`
      SELECT event FROM case_events
      WHERE case_id = ${caseId}::uuid AND seq > ${Number(parsed.data)}::int
      ORDER BY seq LIMIT ${limit + 1}`;
    const rows = await asViewer<{ event: unknown }>(db, viewer, query);
    const items = rows.slice(0, limit).map(({ event }) => CaseEvent.parse(event));
    const last = items.at(-1);
    return rows.length > limit && last !== undefined
      ? { items, next: String(last.seq) }
      : { items };
  };

type ListReads = Pick<CaseReader, 'listCases' | 'listWorklist' | 'countWorklists' | 'readBoard'>;

const listReads = (db: Database): ListReads => ({
  async listCases(viewer, wish) {
    const query = listQuery(viewer, wish);
    const { answer, age } = await asViewerAt<SortedColumns>(
      db,
      { viewer, atLeast: wish.atLeast },
      query,
    );
    return { ...toPage(answer, wish.limit), ...age };
  },

  async listWorklist(viewer, name, wish) {
    const query = worklistQuery(viewer, name, wish);
    const { answer, age } = await asViewerAt<SortedColumns>(
      db,
      { viewer, atLeast: wish.atLeast },
      query,
    );
    return { ...toPage(answer, wish.limit), ...age };
  },

  async countWorklists(viewer, { atLeast, ...filters } = {}) {
    const query = countsQuery(viewer, filters);
    const { answer, age } = await asViewerAt<RawCount>(db, { viewer, atLeast }, query);
    return { items: toCounts(answer), ...age };
  },

  async readBoard(viewer, wish) {
    const query = boardQuery(viewer, wish);
    const { answer, age } = await asViewerAt<BoardLine>(
      db,
      { viewer, atLeast: wish.atLeast },
      query,
    );
    return { columns: toColumns(answer, wish.limit), ...age };
  },
});

export const makeCaseReader = (db: Database): CaseReader => ({
  async findCase(viewer, caseId) {
    const query = Prisma.sql`SELECT state FROM cases WHERE id = ${caseId}::uuid`;
    // Our own writer made it from a typed state, in the same transaction as its events.
    return (await asViewer<{ state: CaseState }>(db, viewer, query))[0]?.state;
  },

  async findCases(viewer, caseIds) {
    const query = Prisma.sql`SELECT state FROM cases WHERE id = ANY(${[...caseIds]}::uuid[])`;
    return (await asViewer<{ state: CaseState }>(db, viewer, query)).map(({ state }) => state);
  },

  ...listReads(db),
  listTimeline: listTimeline(db),

  async listChanges(viewer, request) {
    return toChanges(await asViewer<RawChange>(db, viewer, changesQuery(request)), request);
  },

  async currentPosition() {
    const [row] = await db.$queryRaw<[{ horizon: string }]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`;
    return `${row.horizon}-0`;
  },

  async findPosition(viewer, caseId, version) {
    const query = Prisma.sql`
      SELECT tx::text || '-' || id AS position FROM case_events
      WHERE case_id = ${caseId}::uuid AND version <= ${version}::int ORDER BY seq DESC LIMIT 1`;
    return (await asViewer<{ position: string }>(db, viewer, query))[0]?.position;
  },
});
