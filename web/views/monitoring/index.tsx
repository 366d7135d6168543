/** Monitoring: what happened in the canton, in figures, each with what it counts. No case, no person. */
import { useSearchParams } from 'react-router';
import type { Indicator, IndicatorName, Indicators } from '../../../schemas/index';
import { address, askText } from '../../app/api';
import { day, number } from '../../app/figures';
import { useAsked } from '../../app/queries';
import { text, word } from '../../app/words';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { Page } from '../../kit/page';
import { Answer, EmptyState } from '../../kit/states';
import { Figures } from './figures-of';

const path = '/v1/indicators';

/** The days in question, as they stand in the address; the API chooses where none do. */
const useSpan = () => {
  const [query, setQuery] = useSearchParams();
  const of = (name: 'from' | 'to'): string | undefined => query.get(name) ?? undefined;
  const choose = (name: 'from' | 'to') => (value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setQuery(next, { replace: true, preventScrollReset: true });
  };
  return { from: of('from'), to: of('to'), choose };
};

/** Hands the table to the browser as a file; the token stays in the header where it belongs. */
async function download(span: { from?: string | undefined; to?: string | undefined }) {
  const csv = await askText(address(path, { ...span, format: 'csv' }));
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'relais.csv';
  link.click();
  URL.revokeObjectURL(url);
}

const grouped = (items: readonly Indicator[]): [IndicatorName, Indicator[]][] => {
  const groups = new Map<IndicatorName, Indicator[]>();
  for (const item of items) groups.set(item.name, [...(groups.get(item.name) ?? []), item]);
  return [...groups];
};

const Sheet = ({ figures }: { figures: Indicators }) => (
  <>
    <p id="span">
      {text('page.monitoring.span', { from: day(figures.from), to: day(figures.to) })}
      {figures.smallestCount > 1
        ? ` ${text('page.monitoring.small', { count: number(figures.smallestCount) })}`
        : ''}
    </p>
    {figures.items.length === 0 ? (
      <EmptyState>
        <p>{text('page.monitoring.nothing')}</p>
      </EmptyState>
    ) : (
      grouped(figures.items).map(([name, items]) => (
        <Figures
          key={name}
          title={word('indicator', name)}
          what={word('indicatorIs', name)}
          items={items}
        />
      ))
    )}
  </>
);

const Monitoring = () => {
  const { from, to, choose } = useSpan();
  const asked = useAsked<Indicators>(
    ['lists', 'indicators', from, to],
    address(path, { from, to }),
  );
  return (
    <Page title={text('page.nav.monitoring')}>
      <div className="filters">
        <Field
          name="from"
          type="date"
          label={text('page.monitoring.from')}
          value={from ?? ''}
          onChange={choose('from')}
        />
        <Field
          name="to"
          type="date"
          label={text('page.monitoring.to')}
          value={to ?? ''}
          onChange={choose('to')}
        />
      </div>
      <Button look="quiet" onPress={() => void download({ from, to })}>
        {text('page.monitoring.csv')}
      </Button>
      <Answer of={asked}>{(figures) => <Sheet figures={figures} />}</Answer>
    </Page>
  );
};

export default Monitoring;
