/** Rows of case lists: what they hold, and the two paths to them. */
import type { CantonCode, CaseRow, CaseStatus, InstitutionId } from '../../schemas/index';
import { Prisma } from './generated/client';
import { pageOf, readCursor } from './page';
import type { Page, PageKey, PageRequest } from './page';
import { overseenCanton } from './viewer';
import type { Viewer } from './viewer';

export interface CaseFilter extends PageRequest {
  readonly canton?: CantonCode | undefined;
  readonly status?: CaseStatus | undefined;
  /** Cases in which this institution has a part. */
  readonly institution?: InstitutionId | undefined;
  /** Cases on which this person works at the viewer's institution; row-level security sees to that. */
  readonly responsible?: string | undefined;
  /** `protected`: permit F, or B with the refugee flag. */
  readonly permitGroup?: 'protected' | 'other' | undefined;
}

/** Built as JSON in the database, so that instants are strings and absent columns are absent. */
export const caseColumns = Prisma.sql`jsonb_strip_nulls(jsonb_build_object(
  'id', c.id, 'canton', c.canton, 'status', c.status, 'version', c.version,
  'registeredBy', c.registered_by, 'changedAt', relais_instant(c.changed_at), 'lead', c.lead,
  'nextDueAt', relais_instant(c.next_due_at), 'nextDueKind', c.next_due_kind,
  'nextDueOwner', c.next_due_owner, 'nextDueLevel', c.next_due_level,
  'level', c.overdue_level,
  'urgent', CASE WHEN c.state->'urgent' IS NOT NULL THEN true END,
  'paused', CASE WHEN c.state->'paused' IS NOT NULL THEN true END)) AS "row"`;

export const toPage = (
  rows: readonly { readonly sortAt: Date; readonly row: CaseRow }[],
  limit: number,
): Page<CaseRow> => {
  const { items, ...rest } = pageOf(rows, limit, ({ sortAt, row }) => [
    sortAt.toISOString(),
    row.id,
  ]);
  return { items: items.map(({ row }) => row), ...rest };
};

const all = (conditions: readonly (Prisma.Sql | undefined)[]): Prisma.Sql =>
  Prisma.join(
    conditions.filter((condition) => condition !== undefined),
    ' AND ',
  );

const equal = (column: Prisma.Sql, value: string | undefined): Prisma.Sql | undefined =>
  value === undefined ? undefined : Prisma.sql`${column} = ${value}`;

const worksOn = (userId: string): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM case_responsibles r WHERE r.case_id = c.id AND r.user_id = ${userId})`;

const conditionsOf = ({ status, canton, permitGroup, responsible }: CaseFilter) => [
  responsible === undefined ? undefined : worksOn(responsible),
  equal(Prisma.sql`c.status`, status),
  equal(Prisma.sql`c.canton`, canton),
  equal(Prisma.sql`c.permit_group`, permitGroup),
];

/** All cases of a canton, for who oversees it. */
const cantonQuery = (canton: CantonCode, filter: CaseFilter, key?: PageKey): Prisma.Sql => {
  const where = all([
    ...conditionsOf({ ...filter, canton }),
    key && Prisma.sql`(c.registered_at, c.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`,
  ]);
  return Prisma.sql`SELECT c.registered_at AS "sortAt", ${caseColumns} FROM cases c
    WHERE ${where} ORDER BY c.registered_at DESC, c.id DESC LIMIT ${filter.limit + 1}`;
};

/** The cases in which an institution has a part. */
const partyQuery = (institution: string, filter: CaseFilter, key?: PageKey): Prisma.Sql => {
  const where = all([
    Prisma.sql`p.institution_id = ${institution}`,
    ...conditionsOf(filter),
    filter.institution === undefined
      ? undefined
      : Prisma.sql`${filter.institution} = ANY(c.parties)`,
    key && Prisma.sql`(p.registered_at, p.case_id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`,
  ]);
  return Prisma.sql`SELECT p.registered_at AS "sortAt", ${caseColumns}
    FROM case_parties p JOIN cases c ON c.id = p.case_id
    WHERE ${where} ORDER BY p.registered_at DESC, p.case_id DESC LIMIT ${filter.limit + 1}`;
};

/** The shortest path to the page. What it may show is not decided here but by row-level security. */
export const listQuery = (viewer: Viewer, filter: CaseFilter): Prisma.Sql => {
  const key = filter.after === undefined ? undefined : readCursor(filter.after);
  const overseen = overseenCanton(viewer);
  if (overseen === undefined) return partyQuery(viewer.institutionId ?? '', filter, key);
  if (filter.institution !== undefined) return partyQuery(filter.institution, filter, key);
  return filter.canton === undefined || filter.canton === overseen
    ? cantonQuery(overseen, filter, key)
    : partyQuery(viewer.institutionId ?? '', filter, key);
};
