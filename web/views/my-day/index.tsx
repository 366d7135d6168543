/** My day: what waits, list by list, named by who must act; what escalates next comes first. */
import { useSearchParams } from 'react-router';
import type { WorklistCount } from '../../../schemas/index';
import { address } from '../../app/api';
import { number } from '../../app/figures';
import { useFilters } from '../../app/filters';
import { useAsked } from '../../app/queries';
import { useAccount } from '../../app/session';
import { text, word } from '../../app/words';
import { CaseFilters } from '../../kit/case-filters';
import { Page } from '../../kit/page';
import { SavedViews } from '../../kit/saved-views';
import { Answer, EmptyState } from '../../kit/states';
import { ListNames } from './list-names';
import { Waiting } from './waiting';

/** The list of all cases stands beside the worklists, so that nobody loses one that waits for nobody. */
const everyCase = 'all';

type Counts = readonly WorklistCount[];

const pick = (counts: Counts, wanted: string | null): string => {
  if (wanted === everyCase || counts.some(({ name }) => name === wanted))
    return wanted ?? everyCase;
  return counts.find(({ count }) => count > 0)?.name ?? everyCase;
};

/** The newest first, or the order of the board from which the reader comes. */
const orderIn = (query: URLSearchParams): string | undefined =>
  query.get('order') === 'escalation' ? 'escalation' : undefined;

const Chosen = ({ name, title }: { name: string; title: string }) => {
  const [query] = useSearchParams();
  const { filters } = useFilters();
  const isAll = name === everyCase;
  return (
    <Waiting
      key={name}
      title={title}
      path={isAll ? '/v1/cases' : `/v1/worklists/${name}`}
      query={isAll ? { ...filters, order: orderIn(query) } : filters}
      isFiltered={Object.keys(filters).length > 0}
    />
  );
};

const Lists = ({ counts }: { counts: Counts }) => {
  const [query] = useSearchParams();
  const { filters } = useFilters();
  const name = pick(counts, query.get('list'));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const ordered = orderIn(query) === undefined ? text('page.newestCases') : text('page.allCases');
  const entries = [
    ...counts.map((one) => ({ ...one, title: word('worklist', one.name) })),
    { name: everyCase, title: ordered, count: undefined },
  ];
  return (
    <>
      {total === 0 ? <EmptyState>{text('page.nothingWaits')}</EmptyState> : null}
      <div className="beside">
        <ListNames entries={entries} chosen={{ name, filters }} />
        <Chosen name={name} title={entries.find((one) => one.name === name)?.title ?? ''} />
      </div>
      <p className="visually-hidden">{text('page.waiting', { count: number(total) })}</p>
    </>
  );
};

/** The person concerned is shown nothing here yet, and told where to ask. */
const OwnFile = () => (
  <Page title={text('page.nav.myDay')}>
    <EmptyState>
      <p>{text('page.ownFile')}</p>
    </EmptyState>
  </Page>
);

const Worklists = () => {
  const { filters } = useFilters();
  // Counts say for themselves how many have reached which level.
  const path = address('/v1/worklists', { ...filters, level: undefined });
  const counts = useAsked<{ items: Counts }>(['lists', 'counts', path], path);
  return (
    <Page title={text('page.nav.myDay')} aside={<SavedViews view="my-day" />}>
      <CaseFilters
        of={['canton', 'institution', 'from', 'to', 'permitGroup', 'level', 'holder', 'status']}
      />
      <Answer of={counts}>{({ items }) => <Lists counts={items} />}</Answer>
    </Page>
  );
};

const MyDay = () => (useAccount().role === 'client' ? <OwnFile /> : <Worklists />);

export default MyDay;
