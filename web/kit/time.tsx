import { useDomainClock } from '../app/clock';
import { day, fromNow, span, when } from '../app/figures';

const slowMs = 10_000;

/** A day or an instant in Swiss form; with `away` also how far it is from now on the domain clock. */
export const DateText = ({ at, away = false }: { at: string; away?: boolean }) => (
  <time dateTime={at}>
    {at.includes('T') ? when(at) : day(at)}
    {away ? <Away at={at} /> : null}
  </time>
);

const Away = ({ at }: { at: string }) => {
  const { nowMs } = useDomainClock(slowMs);
  return nowMs === undefined ? null : <span className="soft"> · {fromNow(at, nowMs)}</span>;
};

/** A span in milliseconds, in its largest unit. */
export const Duration = ({ ms }: { ms: number }) => <span>{span(ms)}</span>;
