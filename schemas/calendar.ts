/** Closed days of a canton or an institution, as dated data (domain.md 3.4, 3.5). */
import { z } from 'zod';
import { Language, PlainDate } from './primitives';

/**
 * The days on which an office is closed besides Saturday and Sunday, complete from `coversFrom` to
 * `coversTo`. `version` names the data a deadline was computed with.
 */
export const Calendar = z
  .strictObject({
    id: z.string().min(2).max(60),
    version: z.string().min(1).max(40),
    coversFrom: PlainDate,
    coversTo: PlainDate,
    closedOn: z.array(PlainDate),
    halfDays: z
      .array(z.strictObject({ on: PlainDate, closesAt: z.string().regex(/^\d\d:\d\d$/) }))
      .optional()
      .describe('days on which offices work and close early'),
  })
  .meta({ id: 'Calendar' });
export type Calendar = z.infer<typeof Calendar>;

/** One closed day with what a reader wants to know of it. */
export const ClosedDay = z
  .strictObject({
    on: PlainDate,
    name: z.record(Language, z.string()),
    closesAt: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional()
      .describe('a half day: offices work until then; absent: closed the whole day'),
    kind: z.enum(['public', 'bank', 'optional', 'school', 'observance', 'correction']),
    source: z.string(),
  })
  .meta({ id: 'ClosedDay' });
export type ClosedDay = z.infer<typeof ClosedDay>;
