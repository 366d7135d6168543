import { Link } from 'react-router';
import type { CaseRow, DuplicateHints } from '../../../schemas/index';
import { address } from '../../app/api';
import type { Page } from '../../app/api';
import { useAsked } from '../../app/queries';
import { text, word } from '../../app/words';
import { DataTable } from '../../kit/table';
import { DateText } from '../../kit/time';

/** Registrations that were kept and not sent; only the own office knows of them. */
export const Drafts = () => {
  const path = address('/v1/cases', { status: 'draft', limit: 20 });
  const { data } = useAsked<Page<CaseRow>>(['lists', 'drafts'], path);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <DataTable
      caption={text('page.register.drafts')}
      rows={data.items}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('page.case'),
          cell: ({ id }) => (
            <Link to={`/register?case=${id}`} id={`draft-${id}`}>
              {id.slice(0, 8)}
            </Link>
          ),
        },
        { title: text('page.date'), cell: ({ changedAt }) => <DateText at={changedAt} /> },
      ]}
    />
  );
};

/** That the person may have another case already; who reads which is the API's to say. */
export const Duplicates = ({ id, version }: { id: string; version: number }) => {
  const { data } = useAsked<DuplicateHints>(
    ['case', id, 'duplicates', version],
    `/v1/cases/${id}/duplicates`,
  );
  if (data === undefined || data.items.length === 0) return null;
  return (
    <div className="note" role="status" id="duplicates">
      <p>{text('page.register.duplicates')}</p>
      <ul>
        {data.items.map(({ caseId, reason }, index) => (
          <li key={caseId ?? index}>
            {word('duplicateReason', reason)}{' '}
            {caseId === undefined ? null : (
              <Link to={`/cases/${caseId}`}>{caseId.slice(0, 8)}</Link>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};
