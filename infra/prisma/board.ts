/** The board: the open cases of a viewer by stage, each column counted whole and begun. */
import { caseStatuses } from '../../schemas/index';
import type { CaseFilters, CaseRow, CaseStatus } from '../../schemas/index';
import { all, pageQuery, pathFor, toPage } from './case-list';
import type { CasePath, SortedRow } from './case-list';
import { Prisma } from './generated/client';
import type { Page } from './page';
import { overseenCanton } from './viewer';
import type { Viewer } from './viewer';

export interface BoardWish extends CaseFilters {
  /** Cases shown in each column. */
  readonly limit: number;
  /** A position that the answer should hold. */
  readonly atLeast?: string | undefined;
}

export interface Column extends Page<CaseRow> {
  readonly status: CaseStatus;
  readonly count: number;
}

export interface RawColumn {
  readonly status: CaseStatus;
  readonly count: number;
  readonly rows: readonly SortedRow[];
}

/** Drafts are seen by their own office alone; what is closed is no work any more. */
const stagesFor = (viewer: Viewer, { status }: CaseFilters): readonly CaseStatus[] => {
  const overseer = overseenCanton(viewer) !== undefined;
  return caseStatuses.filter(
    (one) =>
      one !== 'closed' &&
      (one !== 'draft' || !overseer) &&
      (status === undefined || one === status),
  );
};

const countQuery = ({ from, t, where, alone = from }: CasePath): Prisma.Sql => {
  const conditions = [...where, Prisma.sql`${t}.status = stage.status`];
  return Prisma.sql`SELECT count(*)::int FROM ${alone} WHERE ${all(conditions)}`;
};

export const boardQuery = (viewer: Viewer, wish: BoardWish): Prisma.Sql => {
  const path = pathFor(viewer, wish);
  const { limit } = wish;
  const page = pageQuery(path, { order: 'escalation', limit }, Prisma.sql`stage.status`);
  return Prisma.sql`
    SELECT stage.status, (${countQuery(path)}) AS count, coalesce((
      SELECT json_agg(json_build_object('sortAt', relais_instant(page."sortAt"), 'row', page.row)
        ORDER BY page."sortAt", (page.row ->> 'id') COLLATE "C")
      FROM (${page}) AS page), '[]') AS rows
    FROM unnest(${stagesFor(viewer, wish)}::text[]) WITH ORDINALITY AS stage(status, place)
    ORDER BY stage.place`;
};

export const toColumns = (columns: readonly RawColumn[], limit: number): Column[] =>
  columns.map(({ status, count, rows }) => ({ status, count, ...toPage(rows, limit) }));
