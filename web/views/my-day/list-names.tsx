import { Link } from 'react-router';
import type { WorklistName } from '../../../schemas/index';
import { number } from '../../app/figures';
import { text } from '../../app/words';

export interface Count {
  readonly name: WorklistName;
  readonly count: number;
}

interface Entry {
  readonly name: string;
  readonly title: string;
  readonly count: number | undefined;
}

/** The lists with their counts, as links: each has an address that can be shared. */
export const ListNames = ({ entries, chosen }: { entries: readonly Entry[]; chosen: string }) => (
  <nav aria-label={text('page.worklists')} className="list-names">
    <ul>
      {entries.map(({ name, title, count }) => (
        <li key={name}>
          <Link
            to={{ search: `?list=${name}` }}
            id={`list-${name}`}
            aria-current={name === chosen ? 'true' : undefined}
            preventScrollReset
          >
            <span>{title}</span>
            {count === undefined ? null : (
              <span className={count === 0 ? 'count none' : 'count'}>{number(count)}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);
