/** The inbox of a contact: what is to be answered, until when, and the answers, two clicks away. */
import type { CaseRow } from '../../../schemas/index';
import { usePages } from '../../app/queries';
import { text } from '../../app/words';
import { More } from '../../kit/more';
import { Page } from '../../kit/page';
import { Answer, EmptyState } from '../../kit/states';
import { Letter } from './letter';

/** The worklist behind this view. */
const list = '/v1/worklists/to_answer';
const pageSize = 10;

const Inbox = () => {
  const cases = usePages<CaseRow>(['lists', 'answer'], list, { limit: pageSize });
  return (
    <Page title={text('page.nav.answer')}>
      <Answer of={cases}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return rows.length === 0 ? (
            <EmptyState>{text('page.answer.nothing')}</EmptyState>
          ) : (
            rows.map((row) => <Letter key={row.id} row={row} />)
          );
        }}
      </Answer>
      <More of={cases} />
    </Page>
  );
};

export default Inbox;
