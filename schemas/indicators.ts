/** Figures of a canton over a time (domain.md 7), each with the definition behind it. No case, no person. */
import { z } from 'zod';
import { PermitGroup } from './lists';
import { CantonCode, InstitutionId, PlainDate } from './primitives';

/** The closed list; what each one counts stands in the texts, `indicator.<name>`. */
export const indicatorNames = [
  'registrations',
  'persons',
  'three_institutions',
  'open_cases',
  'open_overdue',
  'open_without_next_step',
  'verdicts',
  'overrides',
  'acceptance',
  'decline_reasons',
  'information_returned',
  'missing_fields',
  'ping_pong',
  'time_to_verdict',
  'time_to_answer',
  'time_to_meeting',
  'time_to_plan',
  'time_to_measure',
  'time_total',
  'closures',
  'reopened',
  'consent_withdrawn',
  'costs_approved',
  'costs_refused',
] as const;
export const IndicatorName = z.enum(indicatorNames).meta({ id: 'IndicatorName' });
export type IndicatorName = z.infer<typeof IndicatorName>;

/** `share`: 0 to 1 of `of`. `median` and `p90`: calendar days, over `of` cases. */
export const IndicatorMeasure = z
  .enum(['count', 'share', 'median', 'p90'])
  .meta({ id: 'IndicatorMeasure' });
export type IndicatorMeasure = z.infer<typeof IndicatorMeasure>;

export const Indicator = z
  .strictObject({
    name: IndicatorName,
    institution: InstitutionId.optional(),
    from: InstitutionId.optional().describe('who refers, of a pair'),
    to: InstitutionId.optional().describe('who is asked, of a pair'),
    permitGroup: PermitGroup.optional(),
    code: z.string().max(60).optional().describe('outcome, reason, level or field'),
    pauses: z.enum(['in', 'out']).optional().describe('whether pauses of a case count as time'),
    measure: IndicatorMeasure,
    value: z.number().nullable().describe('null: fewer than the smallest count stand behind it'),
    of: z.int().nullable().describe('how many stand behind it; null when that is too few to say'),
  })
  .meta({ id: 'Indicator' });
export type Indicator = z.infer<typeof Indicator>;

export const Indicators = z
  .strictObject({
    canton: CantonCode,
    from: PlainDate,
    to: PlainDate.describe('the last day, itself included'),
    smallestCount: z.int().describe('1 for whoever works on the cases'),
    items: z.array(Indicator),
  })
  .meta({ id: 'Indicators' });
export type Indicators = z.infer<typeof Indicators>;
