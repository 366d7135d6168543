import type { Rehearsal, RehearsedClock } from '../../../schemas/index';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { DataTable } from '../../kit/table';
import { DateText } from '../../kit/time';
import { titleOf } from './plays';

const rowHeight = 12;
const width = 600;
const barHeight = 7;

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / dayMs;

/** When each clock ran, as bars over the days; a mark stands where it was due. */
const Bars = ({ play: { clocks, from, to } }: { play: Rehearsal }) => {
  const total = Math.max(1, daysBetween(from, to));
  const x = (on: string): number =>
    (Math.min(Math.max(daysBetween(from, on), 0), total) / total) * width;
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${width} ${clocks.length * rowHeight}`}
      aria-hidden="true"
      focusable="false"
    >
      {clocks.map(({ key, setOn, dueOn, endedOn, met }, index) => {
        const start = x(setOn);
        const late = met === false || (endedOn === undefined && dueOn < to);
        const length = Math.max(2, x(endedOn ?? to) - start);
        return (
          <g key={`${key} ${setOn}`} transform={`translate(0 ${index * rowHeight})`}>
            <rect
              x={start}
              y={2}
              width={length}
              height={barHeight}
              className={late ? 'late' : ''}
            />
            <path d={`M${x(dueOn)} 0v${rowHeight - 1}`} className="due" />
          </g>
        );
      })}
    </svg>
  );
};

const End = ({ clock: { endedOn, met } }: { clock: RehearsedClock }) =>
  endedOn === undefined ? (
    <>{text('page.runs')}</>
  ) : (
    <span className="badges">
      <DateText at={endedOn} />
      <Badge tone={met === true ? 'good' : 'danger'}>
        {met === true ? text('page.inTime') : text('page.rehearse.late')}
      </Badge>
    </span>
  );

/** Every clock of a play: as a picture, and in words beneath it. */
export const Clocks = ({ play }: { play: Rehearsal }) => (
  <div className="clocks">
    <DataTable
      caption={labelled(text('page.clocks'), titleOf(play))}
      rows={play.clocks}
      keyOf={({ key, setOn }) => `${key} ${setOn}`}
      columns={[
        {
          title: text('page.clock'),
          cell: ({ kind, referralId }) =>
            [word('deadline', kind), referralId].filter(Boolean).join(' '),
        },
        { title: text('page.owner'), cell: ({ owedBy }) => institution(owedBy) },
        { title: text('page.rehearse.began'), cell: ({ setOn }) => <DateText at={setOn} /> },
        { title: text('page.dueOn'), cell: ({ dueOn }) => <DateText at={dueOn} /> },
        { title: text('page.rehearse.ended'), cell: (clock) => <End clock={clock} /> },
      ]}
    />
    <Bars play={play} />
  </div>
);
