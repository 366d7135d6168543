/** Rows of case lists: what they hold, which of them are wanted, and the two paths to them. */
import type { CaseFilters, CaseOrder, CaseRow } from '../../schemas/index';
import { caseColumns, toCaseRow } from './case-columns';
import type { CaseColumns } from './case-columns';
import { Prisma } from './generated/client';
import { pageOf, readCursor } from './page';
import type { Page, PageKey, PageRequest } from './page';
import { overseenCanton } from './viewer';
import type { Viewer } from './viewer';

export interface CaseWish extends PageRequest, CaseFilters {
  /** Newest registration first, when absent. */
  readonly order?: CaseOrder | undefined;
  /** A position that the answer should hold. */
  readonly atLeast?: string | undefined;
}

/** A line with its place in the order of the list. */
export interface SortedColumns extends CaseColumns {
  readonly sortAt: string;
}

export const toPage = (rows: readonly SortedColumns[], limit: number): Page<CaseRow> => {
  const { items, ...rest } = pageOf(rows, limit, ({ sortAt, id }) => [sortAt, id]);
  return { items: items.map(toCaseRow), ...rest };
};

export const all = (conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql =>
  Prisma.join(
    conditions.filter((condition) => condition !== undefined),
    ' AND ',
  );

const equal = (column: Prisma.Sql, value: string | undefined): Prisma.Sql | undefined =>
  value === undefined ? undefined : Prisma.sql`${column} = ${value}`;

const worksOn = (userId: string): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM case_responsibles r WHERE r.case_id = c.id AND r.user_id = ${userId})`;

const hasReferral = (from: string | undefined, to: string | undefined): Prisma.Sql => {
  const ends = all([
    equal(Prisma.sql`r.from_institution`, from),
    equal(Prisma.sql`r.to_institution`, to),
  ]);
  return Prisma.sql`c.id IN (SELECT r.case_id FROM referrals r WHERE ${ends})`;
};

const takesPart = (institution: string): Prisma.Sql => Prisma.sql`${institution} = ANY(c.parties)`;

const whenGiven = <T>(value: T | undefined, make: (value: T) => Prisma.Sql) =>
  value === undefined ? undefined : make(value);

/** What is asked of the case itself; `institution` and `status` belong to the path. */
export const conditionsOf = (filters: CaseFilters): readonly (Prisma.Sql | undefined)[] => {
  const { canton, permitGroup, level, holder, responsible, from, to } = filters;
  return [
    whenGiven(responsible, worksOn),
    equal(Prisma.sql`c.canton`, canton),
    equal(Prisma.sql`c.permit_group`, permitGroup),
    equal(Prisma.sql`c.overdue_level`, level),
    equal(Prisma.sql`c.holder`, holder),
    from === undefined && to === undefined ? undefined : hasReferral(from, to),
  ];
};

export const statusAndPart = ({ status, institution }: CaseFilters) => [
  equal(Prisma.sql`c.status`, status),
  whenGiven(institution, takesPart),
];

/** One way to the rows: from where, under which names, and what holds for all of them. */
export interface CasePath {
  readonly from: Prisma.Sql;
  /** The table whose index has the order. */
  readonly t: Prisma.Sql;
  readonly id: Prisma.Sql;
  readonly where: readonly (Prisma.Sql | undefined)[];
  /** Where the rows can be counted and cut to a page before anybody looks at a case. */
  readonly alone?: Prisma.Sql;
}

/** All cases of a canton, for who oversees it. */
const cantonPath = (canton: string, filters: CaseFilters): CasePath => ({
  from: Prisma.sql`cases c`,
  t: Prisma.sql`c`,
  id: Prisma.sql`c.id`,
  where: conditionsOf({ ...filters, canton: canton as CaseFilters['canton'] }),
});

/** The cases in which an institution has a part. */
const partyPath = (institution: string, filters: CaseFilters): CasePath => ({
  from: Prisma.sql`case_parties p JOIN cases c ON c.id = p.case_id`,
  t: Prisma.sql`p`,
  id: Prisma.sql`p.case_id`,
  where: [Prisma.sql`p.institution_id = ${institution}`, ...conditionsOf(filters)],
});

/** An institution sees every case in which it has a part: what is cut off there is not missed here. */
const ownPath = (viewer: Viewer, filters: CaseFilters): CasePath => {
  const { institutionId = '' } = viewer;
  const { institution: other } = filters;
  const path = partyPath(institutionId, filters);
  const partner = other === institutionId ? undefined : whenGiven(other, takesPart);
  const where = [...path.where, partner].filter((one) => one !== undefined);
  return where.length > 1 ? { ...path, where } : { ...path, alone: Prisma.sql`case_parties p` };
};

/** The shortest path. What it may show is not decided here but by row-level security. */
export const pathFor = (viewer: Viewer, filters: CaseFilters): CasePath => {
  const overseen = overseenCanton(viewer);
  const { institution, canton = overseen } = filters;
  if (overseen === undefined || canton !== overseen) return ownPath(viewer, filters);
  return institution === undefined
    ? cantonPath(overseen, filters)
    : partyPath(institution, filters);
};

const newest = ({ t, id }: CasePath, key: PageKey | undefined) => ({
  by: Prisma.sql`${t}.registered_at`,
  order: Prisma.sql`${t}.registered_at DESC, ${id} DESC`,
  where: key && Prisma.sql`(${t}.registered_at, ${id}) < (${key[0]}::timestamptz, ${key[1]}::uuid)`,
});

/** Closed cases escalate no more: they have no place in this order. */
const escalation = ({ t, id }: CasePath, key: PageKey | undefined) => ({
  by: Prisma.sql`${t}.escalates_at`,
  order: Prisma.sql`${t}.escalates_at, ${id}`,
  where: key
    ? Prisma.sql`(${t}.escalates_at, ${id}) > (${key[0]}::timestamptz, ${key[1]}::uuid)`
    : Prisma.sql`${t}.escalates_at IS NOT NULL`,
});

/** Written out: with a number that it does not know Postgres plans for a tenth of all rows. */
export const atMost = (rows: number): Prisma.Sql => Prisma.raw(`LIMIT ${String(Math.trunc(rows))}`);

/** One page of a path. `status` is a part of both indices, so it is asked of the table with the order. */
export const pageQuery = (
  path: CasePath,
  { order, after, limit }: Pick<CaseWish, 'order' | 'after' | 'limit'>,
  status: Prisma.Sql | undefined,
): Prisma.Sql => {
  const key = after === undefined ? undefined : readCursor(after);
  const sorted = order === 'escalation' ? escalation(path, key) : newest(path, key);
  const where = all([
    ...path.where,
    status && Prisma.sql`${path.t}.status = ${status}`,
    sorted.where,
  ]);
  const cut = Prisma.sql`WHERE ${where} ORDER BY ${sorted.order} ${atMost(limit + 1)}`;
  const line = Prisma.sql`SELECT ${sorted.by} AS "sortAt", ${caseColumns}`;
  return path.alone === undefined
    ? Prisma.sql`${line} FROM ${path.from} ${cut}`
    : Prisma.sql`${line} FROM (SELECT p.* FROM ${path.alone} ${cut}) AS p
        JOIN cases c ON c.id = p.case_id ORDER BY ${sorted.order}`;
};

export const listQuery = (viewer: Viewer, wish: CaseWish): Prisma.Sql => {
  const { status } = wish;
  return pageQuery(pathFor(viewer, wish), wish, status && Prisma.sql`${status}`);
};
