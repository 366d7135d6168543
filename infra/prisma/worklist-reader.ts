/** Reads the lists of cases that wait for somebody; who may see them is up to row-level security. */
import { worklistNames } from '../../schemas/index';
import type { CaseFilters, LadderLevel, WorklistCount, WorklistName } from '../../schemas/index';
import { caseColumns } from './case-columns';
import { all, atMost, conditionsOf, statusAndPart } from './case-list';
import { Prisma } from './generated/client';
import { readCursor } from './page';
import type { PageRequest } from './page';
import { overseenCanton } from './viewer';
import type { Viewer } from './viewer';
import { daysAhead } from './worklists';

export interface WorklistWish extends PageRequest, CaseFilters {
  /** A position that the answer should hold. */
  readonly atLeast?: string | undefined;
}

export interface RawCount {
  readonly name: WorklistName;
  readonly level: LadderLevel | null;
  readonly count: number;
}

/** Overseers have the lists of their canton, everybody else those of the own institution. */
const ownerOf = (viewer: Viewer): string => overseenCanton(viewer) ?? viewer.institutionId ?? '';

/** A bound on the order of the list: what is not due yet lies behind it and is never looked at. */
const soonEnough = (days: number): Prisma.Sql =>
  Prisma.sql`w.sort_at <= (SELECT relais_domain_now()) + ${days}::int * interval '1 day'`;

const isAhead = (name: WorklistName): name is keyof typeof daysAhead =>
  Object.hasOwn(daysAhead, name);

/** What is overdue bears its level in the list itself: no case is looked at that is not shown. */
const levelIn = (name: WorklistName, { level, ...others }: CaseFilters) =>
  name === 'overdue' && level !== undefined
    ? [Prisma.sql`w.level = ${level}`, ...conditionsOf(others)]
    : conditionsOf({ ...others, level });

export const worklistQuery = (
  viewer: Viewer,
  name: WorklistName,
  { limit, after, ...filters }: WorklistWish,
): Prisma.Sql => {
  const key = after === undefined ? undefined : readCursor(after);
  const where = all([
    Prisma.sql`w.owner = ${ownerOf(viewer)} AND w.name = ${name}`,
    isAhead(name) ? soonEnough(daysAhead[name]) : undefined,
    ...levelIn(name, filters),
    ...statusAndPart(filters),
    key && Prisma.sql`(w.sort_at, w.case_id) > (${key[0]}::timestamptz, ${key[1]}::uuid)`,
  ]);
  return Prisma.sql`SELECT w.sort_at AS "sortAt", ${caseColumns}
    FROM case_worklists w JOIN cases c ON c.id = w.case_id
    WHERE ${where} ORDER BY w.sort_at, w.case_id ${atMost(limit + 1)}`;
};

/** Which cases are counted; how many have reached which level is part of the answer. */
export type CountWish = Pick<WorklistWish, 'atLeast'> & Omit<CaseFilters, 'level'>;

/** All lists in one look. Cases are looked at only where something is asked of them. */
export const countsQuery = (viewer: Viewer, { responsible, ...asked }: CountWish): Prisma.Sql => {
  const ahead = Object.entries(daysAhead).map(
    ([name, days]) => Prisma.sql`(w.name = ${name} AND ${soonEnough(days)})`,
  );
  const names = worklistNames.filter((name) => !isAhead(name));
  const shown = Prisma.sql`(w.name = ANY(${names}::text[]) OR ${Prisma.join(ahead, ' OR ')})`;
  const ofCases = [...conditionsOf(asked), ...statusAndPart(asked)].filter(
    (one) => one !== undefined,
  );
  const where = all([
    Prisma.sql`w.owner = ${ownerOf(viewer)}`,
    shown,
    responsible === undefined
      ? undefined
      : Prisma.sql`w.case_id IN (
          SELECT r.case_id FROM case_responsibles r WHERE r.user_id = ${responsible})`,
    ...ofCases,
  ]);
  const cases = ofCases.length === 0 ? Prisma.empty : Prisma.sql`JOIN cases c ON c.id = w.case_id`;
  return Prisma.sql`SELECT w.name, w.level, count(*)::int AS count FROM case_worklists w ${cases}
    WHERE ${where} GROUP BY w.name, w.level`;
};

/** Every list with its count; of `overdue` how many have reached which step of the ladder. */
export const toCounts = (rows: readonly RawCount[]): WorklistCount[] =>
  worklistNames.map((name) => {
    const own = rows.filter((row) => row.name === name);
    const count = own.reduce((sum, row) => sum + row.count, 0);
    if (name !== 'overdue') return { name, count };
    const levels = own
      .flatMap(({ level, count: reached }) => (level === null ? [] : [{ level, count: reached }]))
      .sort((a, b) => (a.level < b.level ? -1 : 1));
    return { name, count, levels };
  });
