/** The clock that every due date and every timer goes through (house.md 4). */
import { z } from 'zod';
import { Instant } from './primitives';

/**
 * Domain time runs from `domainOrigin` at `rate` domain milliseconds per engine millisecond, counted
 * from `engineOrigin`. Production is the identity: both origins equal, rate 1.
 */
export const Clock = z
  .strictObject({ engineOrigin: Instant, domainOrigin: Instant, rate: z.number().positive() })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof Clock>;
