import type { CaseRow } from '../../../schemas/index';
import { usePages } from '../../app/queries';
import type { Query } from '../../app/queries';
import { text } from '../../app/words';
import { CaseTable } from '../../kit/case-table';
import { More } from '../../kit/more';
import { Answer, EmptyState } from '../../kit/states';

const pageSize = 50;

interface Props {
  readonly title: string;
  readonly path: string;
  readonly query: Query;
  readonly isFiltered: boolean;
}

/** The cases of one list, more of them on demand. */
export const Waiting = ({ title, path, query, isFiltered }: Props) => {
  const cases = usePages<CaseRow>(['lists'], path, { ...query, limit: pageSize });
  return (
    <div className="grow">
      <Answer of={cases}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return rows.length === 0 ? (
            <EmptyState>
              <h2>{title}</h2>
              <p>{isFiltered ? text('page.filters.nothing') : text('page.emptyList')}</p>
            </EmptyState>
          ) : (
            <CaseTable caption={title} rows={rows} />
          );
        }}
      </Answer>
      <More of={cases} />
    </div>
  );
};
