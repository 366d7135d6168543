/** The board: the open cases of a viewer by stage, each column counted whole and begun. */
import { caseStatuses } from '../../schemas/index';
import type { CaseFilters, CaseRow, CaseStatus } from '../../schemas/index';
import { all, pageQuery, pathFor, toPage } from './case-list';
import type { CasePath, SortedColumns } from './case-list';
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

/** A line of a column, or an empty column. */
export type BoardLine = (SortedColumns | { readonly id: null }) & {
  readonly stage: CaseStatus;
  readonly count: number;
};

const isCase = (line: BoardLine): line is BoardLine & SortedColumns => line.id !== null;

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
  // Each column is counted once, not for each of its lines.
  return Prisma.sql`
    WITH stage AS MATERIALIZED (
      SELECT stage.status, stage.place, (${countQuery(path)}) AS count
      FROM unnest(${stagesFor(viewer, wish)}::text[]) WITH ORDINALITY AS stage(status, place))
    SELECT stage.status AS stage, stage.count, page.*
    FROM stage LEFT JOIN LATERAL (${page}) AS page ON true
    ORDER BY stage.place, page."sortAt", page.id`;
};

export const toColumns = (lines: readonly BoardLine[], limit: number): Column[] => {
  const columns = new Map<CaseStatus, { count: number; lines: SortedColumns[] }>();
  for (const line of lines) {
    const { stage, count } = line;
    const column = columns.get(stage) ?? { count, lines: [] };
    columns.set(stage, column);
    if (isCase(line)) column.lines.push(line);
  }
  return [...columns].map(([status, column]) => ({
    status,
    count: column.count,
    ...toPage(column.lines, limit),
  }));
};
