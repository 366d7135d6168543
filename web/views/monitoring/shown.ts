import type { Indicator } from '../../../schemas/index';
import { number, percent } from '../../app/figures';
import { text } from '../../app/words';

/** A figure as people read it; one that is left out says so. */
export const shownValue = ({ value, measure }: Pick<Indicator, 'value' | 'measure'>): string => {
  if (value === null) return text('page.monitoring.tooFew');
  if (measure === 'share') return percent(value);
  if (measure === 'count') return number(value);
  return text('page.monitoring.days', { days: number(value, { maximumFractionDigits: 1 }) });
};
