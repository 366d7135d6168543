import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { BoardColumn, CaseRow } from '../../../schemas/index';
import { useDomainClock } from '../../app/clock';
import { number, span, when } from '../../app/figures';
import { searchOf, useFilters } from '../../app/filters';
import { labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Holder } from '../../kit/holder';
import { Level } from '../../kit/level';
import type { Names } from '../../kit/names';
import { DateText } from '../../kit/time';

const slowMs = 60_000;

/** How long a case stands where it is; the instant itself is behind it. */
const Age = ({ since }: { since: string }) => {
  const { nowMs } = useDomainClock(slowMs);
  return (
    <time dateTime={since} title={when(since)} className="age">
      {nowMs === undefined ? when(since) : span(Math.max(0, nowMs - Date.parse(since)))}
    </time>
  );
};

const Card = ({ row, name }: { row: CaseRow; name: ReactNode }) => (
  <li className="card" data-case={row.id}>
    <span className="badges">
      <Link to={`/cases/${row.id}`} id={`case-${row.id}`}>
        {row.id.slice(0, 8)}
      </Link>
      {row.urgent === true ? <Badge tone="danger">{text('page.urgent')}</Badge> : null}
      {row.paused === true ? <Badge tone="info">{text('page.paused')}</Badge> : null}
      {row.level === undefined ? null : <Level level={row.level} />}
    </span>
    {name}
    <dl>
      <div>
        <dt>{text('page.board.here')}</dt>
        <dd>
          <Age since={row.stageSince} />
        </dd>
      </div>
      <div>
        <dt>{text('page.holder')}</dt>
        <dd className="holder">
          <Holder of={row.holder} />
        </dd>
      </div>
      {row.nextDueAt === undefined || row.nextDueKind === undefined ? null : (
        <div>
          <dt>{text('page.nextDue')}</dt>
          <dd>
            {word('deadline', row.nextDueKind)}, <DateText at={row.nextDueAt} away />
          </dd>
        </div>
      )}
    </dl>
  </li>
);

/** One stage: how many cases stand there, and those that escalate next. */
export const Column = ({
  column: { status, count, items },
  names,
}: {
  column: BoardColumn;
  names: Names;
}) => {
  const { filters } = useFilters();
  const all = searchOf({ list: 'all', order: 'escalation', ...filters, status });
  const id = `stage-${status}`;
  return (
    <section aria-labelledby={id} className={count === 0 ? 'stage none' : 'stage'}>
      <h2 id={id}>{labelled(word('caseStatus', status), number(count))}</h2>
      <ul>
        {items.map((row) => (
          <Card key={row.id} row={row} name={names.of(row.id)} />
        ))}
      </ul>
      {count > items.length ? (
        <Link to={{ pathname: '/', search: all }}>
          {text('page.board.all', { count: number(count) })}
        </Link>
      ) : null}
    </section>
  );
};
