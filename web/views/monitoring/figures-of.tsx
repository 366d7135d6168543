/** One indicator by office, pair or reason: what it counts, and its figures as a table with bars. */
import type { Indicator, IndicatorName } from '../../../schemas/index';
import { number } from '../../app/figures';
import { fieldWord, institution, labelled, text, word } from '../../app/words';
import { DataTable } from '../../kit/table';
import { shownValue } from './shown';

interface Props {
  readonly name: IndicatorName;
  readonly items: readonly Indicator[];
}

/** Which list of codes a figure is split by. */
const groups: Readonly<Partial<Record<IndicatorName, string>>> = {
  open_overdue: 'level',
  verdicts: 'verdictOutcome',
  decline_reasons: 'declineReason',
  closures: 'closureOutcome',
};

const codeOf = ({ name, code }: Indicator): string[] => {
  if (code === undefined) return [];
  return [name === 'missing_fields' ? fieldWord(code) : word(groups[name] ?? name, code)];
};

/** Of what a figure is: the office or the pair, the reason, the permit group. */
function rowOf(item: Indicator): string {
  const { from, to, institution: office, permitGroup } = item;
  const parts = [
    ...(office === undefined ? [] : [institution(office)]),
    ...(from === undefined ? [] : [institution(from)]),
    ...(to === undefined ? [] : [labelled(text('page.recipient'), institution(to))]),
    ...codeOf(item),
    ...(permitGroup === undefined ? [] : [word('permitGroup', permitGroup)]),
  ];
  return parts.length === 0 ? text('page.monitoring.whole') : parts.join(', ');
}

/** Its length beside the greatest of the same table; the figure beside it says the same. */
const Bar = ({ share }: { share: number }) => (
  <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width={share * 100} height="8" />
  </svg>
);

const Figure = ({ item, most }: { item: Indicator; most: number }) => (
  <>
    {shownValue(item)}
    {item.value === null ? null : (
      <Bar share={item.measure === 'share' ? item.value : item.value / most} />
    )}
  </>
);

export const Figures = ({ name, items }: Props) => {
  const most = Math.max(...items.map(({ value }) => value ?? 0), Number.MIN_VALUE);
  const isShare = items.some(({ measure }) => measure === 'share');
  return (
    <div data-indicator={name}>
      <DataTable
        caption={word('indicator', name)}
        level={3}
        note={word('indicatorIs', name)}
        columns={[
          { title: text('page.monitoring.of'), cell: rowOf },
          {
            title: text('page.monitoring.figure'),
            cell: (item) => <Figure item={item} most={most} />,
          },
          ...(isShare
            ? [
                {
                  title: text('page.monitoring.behind'),
                  cell: ({ of }: Indicator) => (of === null ? '' : number(of)),
                },
              ]
            : []),
        ]}
        rows={items}
        keyOf={rowOf}
      />
    </div>
  );
};
