import type { ForecastEntry, ForecastKind } from '../../../schemas/index';
import { day, number } from '../../app/figures';
import { locale, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import type { Tone } from '../../kit/badge';
import { Section } from '../../kit/page';
import { byDay, countsOf, daysFrom, weekdayOf } from './days';

export const tones: Readonly<Record<ForecastKind, Tone>> = {
  reminder: 'warn',
  escalation: 'danger',
  expiry: 'danger',
  follow_up: 'info',
  automatic: 'neutral',
};

/** `Mo 16.02.2026` */
export const dayTitle = (on: string): string => {
  const weekday = new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' });
  return `${weekday.format(Date.parse(on)).replace('.', '')} ${day(on)}`;
};

const Kinds = ({ entries }: { entries: readonly ForecastEntry[] }) => (
  <span className="badges">
    {Object.entries(countsOf(entries))
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => (
        <Badge key={kind} tone={tones[kind as ForecastKind]}>
          {`${number(count)} ${word('forecastKind', kind)}`}
        </Badge>
      ))}
  </span>
);

interface Props {
  readonly from: string;
  readonly to: string;
  readonly entries: readonly ForecastEntry[];
}

/** The days in weeks; each leads to its table. */
export const Calendar = ({ from, to, entries }: Props) => {
  const days = byDay(entries);
  return (
    <Section title={text('page.forecast.calendar')}>
      <ol className="weeks">
        {daysFrom(from, to).map((on, index) => {
          const ofDay = days.get(on) ?? [];
          const column = index === 0 ? { gridColumnStart: weekdayOf(on) } : {};
          return (
            <li key={on} style={column} className={weekdayOf(on) > 5 ? 'weekend' : undefined}>
              {ofDay.length === 0 ? (
                <time dateTime={on}>{dayTitle(on)}</time>
              ) : (
                <a href={`#on-${on}`}>
                  <time dateTime={on}>{dayTitle(on)}</time>
                </a>
              )}
              <Kinds entries={ofDay} />
            </li>
          );
        })}
      </ol>
    </Section>
  );
};
