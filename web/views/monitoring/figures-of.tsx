/** One indicator: what it counts, and its figures as a table with bars. */
import type { Indicator } from '../../../schemas/index';
import { number, percent } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { DataTable } from '../../kit/table';

interface Props {
  readonly title: string;
  readonly what: string;
  readonly items: readonly Indicator[];
}

/** Which list of codes a figure is split by. */
const groups: Readonly<Partial<Record<Indicator['name'], string>>> = {
  open_overdue: 'level',
  verdicts: 'verdictOutcome',
  decline_reasons: 'declineReason',
  closures: 'closureOutcome',
};

const codeOf = ({ name, code }: Indicator): string[] => {
  if (code === undefined) return [];
  if (name === 'missing_fields')
    return [word('field', code) === code ? word('fieldGroup', code) : word('field', code)];
  return [word(groups[name] ?? name, code)];
};

/** Of what a figure is: the office, the pair, the reason, how it was measured. */
function rowOf(item: Indicator): string {
  const { from, to, institution: office, pauses, measure } = item;
  const parts = [
    ...(office === undefined ? [] : [institution(office)]),
    ...(from === undefined ? [] : [institution(from)]),
    ...(to === undefined ? [] : [labelled(text('page.recipient'), institution(to))]),
    ...codeOf(item),
    ...(measure === 'median' ? [text('page.monitoring.median')] : []),
    ...(measure === 'p90' ? [text('page.monitoring.p90')] : []),
    ...(pauses === 'in' ? [text('page.monitoring.pausesIn')] : []),
    ...(pauses === 'out' ? [text('page.monitoring.pausesOut')] : []),
  ];
  return parts.length === 0 ? text('page.monitoring.whole') : parts.join(', ');
}

const shownValue = ({ value, measure }: Indicator): string => {
  if (value === null) return text('page.monitoring.tooFew');
  if (measure === 'share') return percent(value);
  if (measure === 'count') return number(value);
  return text('page.monitoring.days', { days: number(value, { maximumFractionDigits: 1 }) });
};

/** Its length beside the greatest of the same table; the figure beside it says the same. */
const Bar = ({ share }: { share: number }) => (
  <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width={Math.max(1, share * 100)} height="8" />
  </svg>
);

export const Figures = ({ title, what, items }: Props) => {
  const most = Math.max(...items.map(({ value }) => value ?? 0), Number.MIN_VALUE);
  return (
    <section className="figures">
      <DataTable
        caption={title}
        columns={[
          { title: text('page.monitoring.of'), cell: rowOf },
          { title: text('page.monitoring.figure'), cell: shownValue },
          {
            title: text('page.monitoring.behind'),
            cell: ({ of }) => (of === null ? '' : number(of)),
          },
          {
            title: text('page.monitoring.bar'),
            cell: ({ value, measure }) =>
              value === null ? null : <Bar share={measure === 'share' ? value : value / most} />,
          },
        ]}
        rows={items}
        keyOf={rowOf}
      />
      <p>{what}</p>
    </section>
  );
};
