/** Figures of the whole canton, each with what it counts. */
import type { Indicator } from '../../../schemas/index';
import { number } from '../../app/figures';
import { text, word } from '../../app/words';
import { shownValue } from './shown';

export const Tiles = ({ items }: { items: readonly Indicator[] }) =>
  items.length === 0 ? null : (
    <dl className="tiles">
      {items.map((item) => (
        <div key={item.name} data-indicator={item.name}>
          <dt>{word('indicator', item.name)}</dt>
          <dd className="figure">{shownValue(item)}</dd>
          {item.measure === 'share' && item.of !== null ? (
            <dd>{text('page.monitoring.outOf', { count: number(item.of) })}</dd>
          ) : null}
          <dd className="soft">{word('indicatorIs', item.name)}</dd>
        </div>
      ))}
    </dl>
  );
