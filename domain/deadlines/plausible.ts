/** Dates that people type: neither before today nor absurdly far. */
import type { RefusalCode } from '../../schemas/index';
import { addMonths, localDate } from './dates';

const furthestMonths = 60;

/** Why a planned date can not stand; undefined when it can, or when none was given. */
export const dateGap = (
  on: string | undefined,
  ctx: { readonly now: string },
): Extract<RefusalCode, 'date_in_the_past' | 'date_too_far'> | undefined => {
  const today = localDate(ctx.now);
  if (on === undefined) return undefined;
  if (on < today) return 'date_in_the_past';
  return on > addMonths(today, furthestMonths) ? 'date_too_far' : undefined;
};
