/** My day: what waits, list by list, named by who must act; what escalates next comes first. */
import { useSearchParams } from 'react-router';
import { useAsked } from '../../app/queries';
import { number } from '../../app/figures';
import { text, word } from '../../app/words';
import { Page } from '../../kit/page';
import { Answer, EmptyState } from '../../kit/states';
import { ListNames } from './list-names';
import type { Count } from './list-names';
import { Waiting } from './waiting';

/** The list of all cases stands beside the worklists, so that nobody loses one that waits for nobody. */
const everyCase = 'all';

const pick = (counts: readonly Count[], wanted: string | null): string => {
  if (wanted === everyCase || counts.some(({ name }) => name === wanted))
    return wanted ?? everyCase;
  return counts.find(({ count }) => count > 0)?.name ?? everyCase;
};

const Lists = ({ counts }: { counts: readonly Count[] }) => {
  const [query] = useSearchParams();
  const chosen = pick(counts, query.get('list'));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const entries = [
    ...counts.map(({ name, count }) => ({ name, title: word('worklist', name), count })),
    { name: everyCase, title: text('page.newestCases'), count: undefined },
  ];
  return (
    <>
      {total === 0 ? <EmptyState>{text('page.nothingWaits')}</EmptyState> : null}
      <div className="beside">
        <ListNames entries={entries} chosen={chosen} />
        <Waiting
          key={chosen}
          title={entries.find(({ name }) => name === chosen)?.title ?? ''}
          path={chosen === everyCase ? '/v1/cases' : `/v1/worklists/${chosen}`}
        />
      </div>
      <p className="visually-hidden">{text('page.waiting', { count: number(total) })}</p>
    </>
  );
};

const MyDay = () => {
  const counts = useAsked<{ items: readonly Count[] }>(['lists', 'counts'], '/v1/worklists');
  return (
    <Page title={text('page.nav.myDay')}>
      <Answer of={counts}>{({ items }) => <Lists counts={items} />}</Answer>
    </Page>
  );
};

export default MyDay;
