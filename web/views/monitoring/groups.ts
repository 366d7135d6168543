/** Which figures stand together, and how each is drawn. */
import type { Indicator, IndicatorName } from '../../../schemas/index';
import { text } from '../../app/words';

export interface Group {
  readonly name: string;
  readonly title: string;
  /** Of the whole canton, one each. */
  readonly tiles: readonly Indicator[];
  readonly times: readonly Indicator[];
  /** Split by office, pair or code. */
  readonly tables: readonly (readonly [IndicatorName, readonly Indicator[]])[];
}

const groups: readonly (readonly [name: string, () => string, readonly IndicatorName[]])[] = [
  [
    'volume',
    () => text('page.monitoring.volume'),
    [
      'persons', 'three_institutions', 'registrations', 'open_cases', 'open_overdue',
      'open_without_next_step',
    ],
  ],
  ['criteria', () => text('page.monitoring.criteria'), ['overrides', 'verdicts', 'missing_fields']],
  [
    'pairs',
    () => text('page.monitoring.pairs'),
    ['acceptance', 'decline_reasons', 'information_returned', 'ping_pong'],
  ],
  [
    'times',
    () => text('page.monitoring.times'),
    [
      'time_to_verdict', 'time_to_answer', 'time_to_meeting', 'time_to_plan', 'time_to_measure',
      'time_total',
    ],
  ],
  [
    'outcomes',
    () => text('page.monitoring.outcomes'),
    ['closures', 'reopened', 'consent_withdrawn', 'costs_approved', 'costs_refused'],
  ],
]; // prettier-ignore

const isTime = ({ pauses }: Indicator): boolean => pauses !== undefined;
const isWhole = ({ institution, from, code, pauses }: Indicator): boolean =>
  [institution, from, code, pauses].every((part) => part === undefined);

/** The groups of which there are figures. */
export const groupsOf = (items: readonly Indicator[]): readonly Group[] =>
  groups.flatMap(([name, title, indicators]) => {
    const own = indicators.map(
      (indicator) => [indicator, items.filter((item) => item.name === indicator)] as const,
    );
    const all = own.flatMap(([, figures]) => figures);
    const tables = own
      .map(([indicator, figures]) => {
        const split = figures.filter((figure) => !isWhole(figure) && !isTime(figure));
        return [indicator, split] as const;
      })
      .filter(([, figures]) => figures.length > 0);
    return all.length === 0
      ? []
      : [{ name, title: title(), tiles: all.filter(isWhole), times: all.filter(isTime), tables }];
  });
