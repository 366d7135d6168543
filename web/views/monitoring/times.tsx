/** How long it takes to each step: the middle of all cases and nine in ten, with pauses and without. */
import type { Indicator, IndicatorName } from '../../../schemas/index';
import { number } from '../../app/figures';
import { labelled, text, word } from '../../app/words';
import { DataTable } from '../../kit/table';
import { shownValue } from './shown';

type Row = readonly [name: IndicatorName, items: readonly Indicator[]];

const Name = ({ name }: { name: IndicatorName }) => (
  <>
    {word('indicator', name)}
    <span className="definition">{word('indicatorIs', name)}</span>
  </>
);

const valueOf = ([, items]: Row, measure: string, pauses: string): string => {
  const found = items.find((item) => item.measure === measure && item.pauses === pauses);
  return found === undefined ? '–' : shownValue(found);
};

export const Times = ({ items }: { items: readonly Indicator[] }) => {
  const names = [...new Set(items.map(({ name }) => name))];
  const rows: Row[] = names.map((name) => [name, items.filter((item) => item.name === name)]);
  const [median, p90] = [text('page.monitoring.median'), text('page.monitoring.p90')];
  const [within, without] = [text('page.monitoring.pausesIn'), text('page.monitoring.pausesOut')];
  const column = (measure: 'median' | 'p90', pauses: 'in' | 'out') => ({
    title: labelled(measure === 'median' ? median : p90, pauses === 'in' ? within : without),
    cell: (row: Row) => valueOf(row, measure, pauses),
  });
  return rows.length === 0 ? null : (
    <DataTable
      caption={text('page.monitoring.times')}
      quiet
      level={3}
      columns={[
        { title: text('page.monitoring.step'), cell: ([name]: Row) => <Name name={name} /> },
        column('median', 'in'),
        column('median', 'out'),
        column('p90', 'in'),
        column('p90', 'out'),
        {
          title: text('page.monitoring.behind'),
          cell: ([, [first]]: Row) => (first?.of === null ? '' : number(first?.of ?? 0)),
        },
      ]}
      rows={rows}
      keyOf={([name]) => name}
    />
  );
};
