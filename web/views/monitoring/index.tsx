/** Monitoring: what happened in the canton, in figures, each with what it counts. No case, no person. */
import type { Indicators } from '../../../schemas/index';
import { address } from '../../app/api';
import { day, number } from '../../app/figures';
import { useAsked } from '../../app/queries';
import { text } from '../../app/words';
import { Page, Section } from '../../kit/page';
import { Answer, EmptyState } from '../../kit/states';
import { Figures } from './figures-of';
import { groupsOf } from './groups';
import { SpanFilters, useSpan } from './span';
import { Tiles } from './tiles';
import { Times } from './times';

const path = '/v1/indicators';

const Sheet = ({ figures: { from, to, smallestCount, items } }: { figures: Indicators }) => (
  <>
    <p id="span">
      {text('page.monitoring.span', { from: day(from), to: day(to) })}
      {smallestCount > 1
        ? ` ${text('page.monitoring.small', { count: number(smallestCount) })}`
        : ''}
    </p>
    {items.length === 0 ? (
      <EmptyState>
        <p>{text('page.monitoring.nothing')}</p>
      </EmptyState>
    ) : null}
    {groupsOf(items).map(({ name, title, tiles, times, tables }) => (
      <Section key={name} title={title}>
        <Tiles items={tiles} />
        <Times items={times} />
        <div className="figures">
          {tables.map(([indicator, rows]) => (
            <Figures key={indicator} name={indicator} items={rows} />
          ))}
        </div>
      </Section>
    ))}
  </>
);

const Monitoring = () => {
  const { from, to } = useSpan();
  const asked = useAsked<Indicators>(
    ['lists', 'indicators', from, to],
    address(path, { from, to }),
  );
  return (
    <Page title={text('page.nav.monitoring')}>
      <p>{text('page.monitoring.intro')}</p>
      <SpanFilters path={path} />
      <Answer of={asked}>{(figures) => <Sheet figures={figures} />}</Answer>
    </Page>
  );
};

export default Monitoring;
