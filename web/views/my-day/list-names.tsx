import { Link } from 'react-router';
import type { LadderLevel, WorklistCount } from '../../../schemas/index';
import { number } from '../../app/figures';
import { searchOf } from '../../app/filters';
import type { Filters } from '../../app/filters';
import { text, word } from '../../app/words';

interface Entry {
  readonly name: string;
  readonly title: string;
  readonly count: number | undefined;
  readonly levels?: WorklistCount['levels'];
}

interface Choice {
  readonly name: string;
  readonly filters: Filters;
}

/** Steps of the ladder under the list of what is overdue; each is the same list, filtered. */
const Levels = ({ levels, chosen }: { levels: WorklistCount['levels']; chosen: Choice }) => {
  const { filters } = chosen;
  const isChosen = (level: LadderLevel): boolean =>
    chosen.name === 'overdue' && filters.level === level;
  return levels === undefined || levels.length === 0 ? null : (
    <ul className="levels">
      {levels.map(({ level, count }) => (
        <li key={level}>
          <Link
            to={{ search: searchOf({ list: 'overdue', ...filters, level }) }}
            id={`list-overdue-${level}`}
            aria-current={isChosen(level) ? 'true' : undefined}
            preventScrollReset
          >
            <span>
              {level === 'due' ? word('level', level) : `${level}: ${word('level', level)}`}
            </span>
            <span className="count">{number(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
};

/** The lists with their counts, as links: each has an address that can be shared. */
export const ListNames = ({ entries, chosen }: { entries: readonly Entry[]; chosen: Choice }) => (
  <nav aria-label={text('page.worklists')} className="list-names">
    <ul>
      {entries.map(({ name, title, count, levels }) => (
        <li key={name}>
          <Link
            to={{ search: searchOf({ list: name, ...chosen.filters, level: undefined }) }}
            id={`list-${name}`}
            aria-current={name === chosen.name ? 'true' : undefined}
            preventScrollReset
          >
            <span>{title}</span>
            {count === undefined ? null : (
              <span className={count === 0 ? 'count none' : 'count'}>{number(count)}</span>
            )}
          </Link>
          <Levels levels={levels} chosen={chosen} />
        </li>
      ))}
    </ul>
  </nav>
);
