import { Link } from 'react-router';
import type { ForecastEntry, ForecastKind } from '../../../schemas/index';
import { number, when } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Level } from '../../kit/level';
import { DataTable } from '../../kit/table';
import { dayTitle, tones } from './calendar';
import { byDay, sharesOf } from './days';
import type { Share } from './days';

const Told = ({ recipients }: Pick<ForecastEntry, 'recipients'>) => (
  <>
    {recipients
      .map(({ institutionId, role }) => labelled(word('role', role), institution(institutionId)))
      .join('; ') || '–'}
  </>
);

const What = ({
  entry: { kind, deadline, referralId, level, because },
}: {
  entry: ForecastEntry;
}) => (
  <span className="badges">
    <Badge tone={tones[kind]}>{word('forecastKind', kind)}</Badge>
    {[word('deadline', deadline), referralId].filter(Boolean).join(' ')}
    <Level level={level} />
    {because === undefined ? null : text('page.forecast.nobodyThere')}
  </span>
);

/** A link for each entry: its id says which, as one case may stand here several times. */
const idOf = ({ caseId, deadline, level, referralId = '' }: ForecastEntry, index: number): string =>
  ['entry', index, deadline, referralId, level, caseId].filter((part) => part !== '').join('-');

/** A table for each day on which something happens. */
export const Days = ({ entries }: { entries: readonly ForecastEntry[] }) => (
  <>
    {[...byDay(entries)].map(([on, ofDay]) => (
      <div key={on} id={`on-${on}`}>
        <DataTable
          caption={dayTitle(on)}
          rows={ofDay.map((entry, index) => ({ ...entry, id: idOf(entry, index) }))}
          keyOf={({ id }) => id}
          columns={[
            {
              title: text('page.case'),
              cell: ({ caseId, id }) => (
                <Link to={`/cases/${caseId}`} id={id}>
                  {caseId.slice(0, 8)}
                </Link>
              ),
            },
            {
              title: text('page.forecast.time'),
              cell: ({ at }) => <time dateTime={at}>{when(at).slice(-5)}</time>,
            },
            { title: text('page.forecast.what'), cell: (entry) => <What entry={entry} /> },
            {
              title: text('page.owner'),
              cell: ({ owedBy, responsible }) =>
                [institution(owedBy), responsible].filter(Boolean).join(', '),
            },
            { title: text('page.forecast.told'), cell: (entry) => <Told {...entry} /> },
            {
              title: text('page.forecast.then'),
              cell: ({ then }) => then.map((type) => word('event', type)).join('; ') || '–',
            },
          ]}
        />
      </div>
    ))}
  </>
);

const column = (kind: ForecastKind) => ({
  title: word('forecastKind', kind),
  cell: ({ counts }: Share) => number(counts[kind]),
});

/** Who owes how much of it. */
export const Shares = ({ entries }: { entries: readonly ForecastEntry[] }) => (
  <DataTable
    caption={text('page.forecast.shares')}
    rows={sharesOf(entries)}
    keyOf={({ office, person }) => `${office} ${person ?? ''}`}
    columns={[
      { title: text('page.owner'), cell: ({ office }) => institution(office) },
      {
        title: text('page.forecast.person'),
        cell: ({ person }) => person ?? text('page.forecast.nobodyNamed'),
      },
      column('reminder'),
      column('escalation'),
      column('expiry'),
      column('follow_up'),
      column('automatic'),
    ]}
  />
);
