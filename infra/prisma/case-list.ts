/** Rows of case lists: what they hold, and the two paths to them. */
import type {
  CantonCode, CaseId, CaseStatus, DeadlineKind, InstitutionId, LadderLevel,
} from '../../schemas/index'; // prettier-ignore
import { Prisma } from './generated/client';
import { pageOf, readCursor } from './page';
import type { Page, PageRequest } from './page';
import type { Viewer } from './viewer';

export interface CaseRow {
  readonly id: CaseId;
  readonly canton: CantonCode;
  readonly status: CaseStatus;
  readonly version: number;
  readonly registeredBy: InstitutionId;
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly lead?: InstitutionId;
  readonly nextDueAt?: string;
  readonly nextDueKind?: DeadlineKind;
  readonly nextDueOwner?: InstitutionId;
  readonly nextDueLevel?: LadderLevel;
  /** The highest level of an overdue clock. */
  readonly level?: LadderLevel;
}

export interface CaseFilter extends PageRequest {
  readonly canton?: CantonCode | undefined;
  readonly status?: CaseStatus | undefined;
  /** Cases in which this institution has a part. */
  readonly institution?: InstitutionId | undefined;
  /** `protected`: permit F, or B with the refugee flag. */
  readonly permitGroup?: 'protected' | 'other' | undefined;
}

/** Built as JSON in the database, so that instants are strings and absent columns are absent. */
export const caseColumns = Prisma.sql`jsonb_strip_nulls(jsonb_build_object(
  'id', c.id, 'canton', c.canton, 'status', c.status, 'version', c.version,
  'registeredBy', c.registered_by, 'registeredAt', relais_instant(c.registered_at),
  'changedAt', relais_instant(c.changed_at), 'lead', c.lead,
  'nextDueAt', relais_instant(c.next_due_at), 'nextDueKind', c.next_due_kind,
  'nextDueOwner', c.next_due_owner, 'nextDueLevel', c.next_due_level,
  'level', c.overdue_level)) AS "row"`;

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

const all = (conditions: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...conditions], ' AND ');

const conditionsOf = ({ status, canton, permitGroup }: CaseFilter): Prisma.Sql[] => [
  ...(status === undefined ? [] : [Prisma.sql`c.status = ${status}`]),
  ...(canton === undefined ? [] : [Prisma.sql`c.canton = ${canton}`]),
  ...(permitGroup === undefined ? [] : [Prisma.sql`c.permit_group = ${permitGroup}`]),
];

/** Who oversees a canton finds its cases by canton; everybody else by the parts of an institution. */
export const listQuery = (viewer: Viewer, filter: CaseFilter): Prisma.Sql => {
  const oversees = viewer.role === 'coordinator' || viewer.role === 'auditor';
  const own = viewer.canton ?? viewer.institutionId?.slice(0, 2) ?? '';
  const key = filter.after === undefined ? undefined : readCursor(filter.after);
  const limit = Prisma.sql`LIMIT ${filter.limit + 1}`;
  if (oversees && filter.institution === undefined && (filter.canton ?? own) === own) {
    const from = key && Prisma.sql`(c.registered_at, c.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`;
    const where = [...conditionsOf({ ...filter, canton: own as CantonCode }), ...(from ? [from] : [])];
    return Prisma.sql`SELECT c.registered_at AS "sortAt", ${caseColumns} FROM cases c
      WHERE ${all(where)} ORDER BY c.registered_at DESC, c.id DESC ${limit}`;
  }
  const path = (oversees ? filter.institution : viewer.institutionId) ?? '';
  const shared = !oversees && filter.institution !== undefined;
  const where = [
    Prisma.sql`p.institution_id = ${path}`,
    ...conditionsOf(filter),
    ...(shared ? [Prisma.sql`${filter.institution} = ANY(c.parties)`] : []),
    ...(key === undefined
      ? []
      : [Prisma.sql`(p.registered_at, p.case_id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`]),
  ];
  return Prisma.sql`SELECT p.registered_at AS "sortAt", ${caseColumns}
    FROM case_parties p JOIN cases c ON c.id = p.case_id
    WHERE ${all(where)} ORDER BY p.registered_at DESC, p.case_id DESC ${limit}`;
};
