import { Link } from 'react-router';
import type { CaseRow } from '../../schemas/index';
import { institution, text, word } from '../app/words';
import { Badge } from './badge';
import { Holder } from './holder';
import { Level } from './level';
import { useNames } from './names';
import { DataTable } from './table';
import { DateText } from './time';

const NextDue = ({ row }: { row: CaseRow }) =>
  row.nextDueKind === undefined || row.nextDueAt === undefined ? (
    <>{text('page.nothingOwed')}</>
  ) : (
    <>
      {word('deadline', row.nextDueKind)}, <DateText at={row.nextDueAt} away />
    </>
  );

const Standing = ({ row }: { row: CaseRow }) => (
  <span className="badges">
    {word('caseStatus', row.status)}
    {row.urgent === true ? <Badge tone="danger">{text('page.urgent')}</Badge> : null}
    {row.paused === true ? <Badge tone="info">{text('page.paused')}</Badge> : null}
    {row.level === undefined ? null : <Level level={row.level} />}
  </span>
);

/** Cases in a list: where each stands, who holds the ball, what comes next by itself. */
export const CaseTable = ({ caption, rows }: { caption: string; rows: readonly CaseRow[] }) => {
  const names = useNames(rows.map(({ id }) => id));
  return (
    <DataTable
      caption={caption}
      aside={names.control}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('page.case'),
          cell: ({ id }) => (
            <>
              <Link to={`/cases/${id}`} id={`case-${id}`}>
                {id.slice(0, 8)}
              </Link>{' '}
              {names.of(id)}
            </>
          ),
        },
        { title: text('page.status'), cell: (row) => <Standing row={row} /> },
        { title: text('page.nextDue'), cell: (row) => <NextDue row={row} /> },
        { title: text('page.holder'), cell: ({ holder }) => <Holder of={holder} /> },
        {
          title: text('page.lead'),
          cell: ({ lead }) => (lead === undefined ? text('page.nobodyYet') : institution(lead)),
        },
      ]}
    />
  );
};
