/** Forecast: what will happen in the next days if nobody acts, day by day, office by office. */
import type { Forecast } from '../../../schemas/index';
import { day, number } from '../../app/figures';
import { text } from '../../app/words';
import { More } from '../../kit/more';
import { Page } from '../../kit/page';
import { Answer, EmptyState } from '../../kit/states';
import { Calendar } from './calendar';
import { Filters, useWish } from './filters';
import { Days, Shares } from './tables';
import { useForecast } from './use-forecast';

const sumOf = (pages: readonly Forecast[], name: keyof Forecast['cases']): number =>
  pages.reduce((sum, { cases }) => sum + cases[name], 0);

/** What was looked at: the reader must not take a part for the whole. */
const Scope = ({ first, pages }: { first: Forecast; pages: readonly Forecast[] }) => {
  const without = sumOf(pages, 'withoutRules');
  const dates = { from: day(first.from), to: day(first.to) };
  const counts = { looked: number(sumOf(pages, 'looked')), total: number(first.cases.total) };
  return (
    <div id="scope">
      <p>{text('page.forecast.scope', { ...dates, ...counts })}</p>
      {without === 0 ? null : (
        <p>{text('page.forecast.withoutRules', { count: number(without) })}</p>
      )}
    </div>
  );
};

const Ahead = ({ pages }: { pages: readonly Forecast[] }) => {
  const { kind } = useWish();
  const [first] = pages;
  if (first === undefined) return null;
  const entries = pages
    .flatMap(({ items }) => items)
    .filter((entry) => kind === '' || entry.kind === kind)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <>
      <Scope first={first} pages={pages} />
      {entries.length === 0 ? (
        <EmptyState>
          <p>{text('page.forecast.nothing')}</p>
        </EmptyState>
      ) : (
        <>
          <Calendar from={first.from} to={first.to} entries={entries} />
          <Shares entries={entries} />
          <Days entries={entries} />
        </>
      )}
    </>
  );
};

const ForecastView = () => {
  const asked = useForecast(useWish());
  return (
    <Page title={text('page.nav.forecast')}>
      <p>{text('page.forecast.intro')}</p>
      <Filters />
      <Answer of={asked}>{({ pages }) => <Ahead pages={pages} />}</Answer>
      <More of={asked} words={text('page.forecast.more')} />
    </Page>
  );
};

export default ForecastView;
