/** A clock, drawn: when it began, when it is due, where now is, and when the ladder speaks. */
import type { Deadline } from '../../../schemas/index';
import { useDomainClock } from '../../app/clock';
import { day, span } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Level } from '../../kit/level';
import { DateText } from '../../kit/time';

const slowMs = 10_000;
const wide = 300;

/** Where on the line a moment is; undefined before its beginning and after its end. */
const scale =
  (fromMs: number, toMs: number) =>
  (at: number): number =>
    Math.min(1, Math.max(0, (at - fromMs) / Math.max(1, toMs - fromMs))) * (wide - 12) + 6;

const Line = ({ clock, nowMs }: { clock: Deadline; nowMs: number }) => {
  const began = Date.parse(clock.startedAt);
  const due = Date.parse(clock.dueAt);
  const stands = clock.stopped === undefined ? nowMs : Date.parse(clock.stopped.at);
  const firings = clock.stopped === undefined ? clock.firings : [];
  const x = scale(began, Math.max(due, nowMs, ...firings.map(({ at }) => Date.parse(at))));
  const isLate = nowMs > due && clock.stopped === undefined;
  return (
    <svg
      viewBox={`0 0 ${String(wide)} 34`}
      className="clock-line"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="6" y="9" width={wide - 12} height="8" rx="4" className="rest" />
      <rect
        x="6"
        y="9"
        width={Math.max(2, x(stands) - 6)}
        height="8"
        rx="4"
        className={isLate ? 'late' : 'gone'}
      />
      <path d={`M${String(x(due))} 3v20`} className="due" />
      {firings.map(({ level, at }) => (
        <g key={level} transform={`translate(${String(x(Date.parse(at)))} 0)`}>
          <path d="M0 20l4 5h-8z" className="tick" />
          <text y="33" textAnchor="middle">
            {level === 'due' ? '' : level}
          </text>
        </g>
      ))}
    </svg>
  );
};

const Standing = ({ clock, nowMs }: { clock: Deadline; nowMs: number | undefined }) => {
  const { stopped, dueAt } = clock;
  if (stopped !== undefined)
    return (
      <>
        <Badge tone="info">{text('page.standsStill', { days: stopped.remainingBD })}</Badge>{' '}
        {text('page.caseView.since', { on: day(stopped.at) })}
      </>
    );
  const late = (nowMs ?? 0) - Date.parse(dueAt);
  return late > 0 ? (
    <Badge tone="danger">{text('page.caseView.lateBy', { span: span(late) })}</Badge>
  ) : (
    <Badge>{text('page.runs')}</Badge>
  );
};

/** One clock with who owes, how far it is, what was reached and what comes next by itself. */
export const Clock = ({ clock }: { clock: Deadline }) => {
  const { nowMs } = useDomainClock(slowMs);
  const { kind, owedBy, startedAt, dueAt, reached, firings, stopped } = clock;
  const ahead = stopped === undefined ? firings : [];
  return (
    <li className="clock" data-clock={clock.key}>
      <p>
        <strong>{word('deadline', kind)}</strong>
      </p>
      <p className="badges">
        <Standing clock={clock} nowMs={nowMs} />
        {reached === undefined ? null : <Level level={reached} />}
      </p>
      {nowMs === undefined ? null : <Line clock={clock} nowMs={nowMs} />}
      <p>
        {labelled(text('page.dueOn'), '')}
        <DateText at={dueAt} away={stopped === undefined} /> ·{' '}
        {text('page.caseView.since', { on: day(startedAt) })} ·{' '}
        {labelled(text('page.owner'), institution(owedBy))}
      </p>
      {ahead.length === 0 ? null : (
        <p className="soft">
          {labelled(
            text('page.caseView.ahead'),
            ahead
              .map(({ level, at }) => `${level} (${word('level', level)}) ${day(at)}`)
              .join(', '),
          )}
        </p>
      )}
    </li>
  );
};
