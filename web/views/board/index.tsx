/** The board: open cases by stage, how long they stand there and who has the ball. */
import type { Board as BoardAnswer } from '../../../schemas/index';
import { address } from '../../app/api';
import { number } from '../../app/figures';
import { useFilters } from '../../app/filters';
import { useAsked } from '../../app/queries';
import { text } from '../../app/words';
import { CaseFilters } from '../../kit/case-filters';
import { useNames } from '../../kit/names';
import { Page } from '../../kit/page';
import { SavedViews } from '../../kit/saved-views';
import { Answer, EmptyState } from '../../kit/states';
import { Column } from './column';

const perColumn = 10;

const Columns = ({
  columns,
  isFiltered,
}: Pick<BoardAnswer, 'columns'> & { isFiltered: boolean }) => {
  const names = useNames(columns.flatMap(({ items }) => items.map(({ id }) => id)));
  const total = columns.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return (
      <EmptyState>
        <p>{isFiltered ? text('page.filters.nothing') : text('page.board.nothing')}</p>
      </EmptyState>
    );
  return (
    <>
      <div className="page-head">
        <p>{text('page.board.total', { count: number(total) })}</p>
        {names.control}
      </div>
      <div className="board">
        {columns.map((column) => (
          <Column key={column.status} column={column} names={names} />
        ))}
      </div>
    </>
  );
};

const Board = () => {
  const { filters } = useFilters();
  const path = address('/v1/board', { ...filters, limit: perColumn });
  const board = useAsked<BoardAnswer>(['lists', 'board', filters], path);
  return (
    <Page title={text('page.nav.board')} aside={<SavedViews view="board" />}>
      <CaseFilters
        of={['canton', 'institution', 'from', 'to', 'permitGroup', 'level', 'holder', 'status']}
      />
      <Answer of={board}>
        {({ columns }) => (
          <Columns columns={columns} isFiltered={Object.keys(filters).length > 0} />
        )}
      </Answer>
    </Page>
  );
};

export default Board;
