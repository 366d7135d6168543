/** A line of a case list: plain columns, which cost Postgres less than to write them as JSON. */
import type { CaseRow } from '../../schemas/index';
import { Prisma } from './generated/client';

type LineColumn = keyof Omit<CaseRow, 'holder'>;

/** What a line says, and where it stands; `c` is the case. */
const lineColumns = {
  id: 'c.id',
  canton: 'c.canton',
  status: 'c.status',
  version: 'c.version',
  stageSince: 'c.stage_since',
  registeredBy: 'c.registered_by',
  registeredAt: 'c.registered_at',
  changedAt: 'c.changed_at',
  lead: 'c.lead',
  responsible: `(SELECT r.user_id FROM case_responsibles r WHERE r.case_id = c.id
    AND r.institution_id = (SELECT relais_viewer_institution()))`,
  nextDueAt: 'c.next_due_at',
  nextDueKind: 'c.next_due_kind',
  nextDueOwner: 'c.next_due_owner',
  nextDueLevel: 'c.next_due_level',
  level: 'c.overdue_level',
  permitGroup: 'c.permit_group',
  openReferrals: 'c.open_referrals',
  urgent: 'nullif(c.urgent, false)',
  paused: 'nullif(c.paused, false)',
} as const satisfies Record<LineColumn, string>;

const holderColumns = { holderParty: 'c.holder_party', holderInstitution: 'c.holder' } as const;

const named = Object.entries({ ...lineColumns, ...holderColumns });

export const caseColumns = Prisma.raw(
  named.map(([name, column]) => `${column} AS "${name}"`).join(', '),
);

/** What may be absent in a line is null in its columns. */
type NullFor<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};

export type CaseColumns = NullFor<Omit<CaseRow, 'holder'>> & {
  readonly holderParty: NonNullable<CaseRow['holder']>['party'] | null;
  readonly holderInstitution: string | null;
};

const names = Object.keys(lineColumns) as readonly LineColumn[];

/** Takes of a row what belongs to the line; what is null in the table is absent. */
export const toCaseRow = (row: CaseColumns): CaseRow => {
  const line: Record<string, unknown> = {};
  for (const name of names) if (row[name] !== null) line[name] = row[name];
  const { holderParty: party, holderInstitution: institutionId } = row;
  if (party !== null)
    line['holder'] = institutionId === null ? { party } : { party, institutionId };
  // The columns carry the names and the kinds of the line; a test reads each of them.
  return line as CaseRow;
};
