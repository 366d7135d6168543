/** What will happen to cases in the next days while nobody acts (domain.md 6). */
import { z } from 'zod';
import { eventTypes, Recipient } from './events';
import { UserId } from './directory';
import { CaseId, Instant, InstitutionId, PlainDate, ReferralId } from './primitives';
import { DeadlineKind, LadderLevel } from './states';

/**
 * `reminder`: before or on the due date (L0, L1); `escalation`: it goes further up (L2 to L4);
 * `expiry`: something ends or lapses; `follow_up`: a look after some months is due; `automatic`: the
 * engine acts itself, as when it asks for a report.
 */
export const forecastKinds = [
  'reminder',
  'escalation',
  'expiry',
  'follow_up',
  'automatic',
] as const;
export const ForecastKind = z.enum(forecastKinds).meta({ id: 'ForecastKind' });
export type ForecastKind = z.infer<typeof ForecastKind>;

/** A clock of a case that will speak. */
export const ForecastEntry = z
  .strictObject({
    caseId: CaseId,
    at: Instant,
    on: PlainDate.describe('the day in Switzerland'),
    kind: ForecastKind,
    deadline: DeadlineKind,
    level: LadderLevel,
    owedBy: InstitutionId.describe('who owes the step that would avoid it'),
    recipients: z.array(Recipient).readonly().describe('who will be told'),
    then: z.array(z.enum(eventTypes)).readonly().describe('what follows from it at once'),
    referralId: ReferralId.optional(),
    because: z
      .literal('nobody_present')
      .optional()
      .describe('nobody was there for the level before'),
    responsible: UserId.optional().describe('who works on the case, when the own office owes it'),
  })
  .meta({ id: 'ForecastEntry' });
export type ForecastEntry = z.infer<typeof ForecastEntry>;

/** A page: the cases whose clocks speak first, each with everything that will happen to it. */
export const Forecast = z
  .strictObject({
    from: PlainDate,
    to: PlainDate.describe('the last day'),
    cases: z.strictObject({
      total: z
        .int()
        .nonnegative()
        .describe('whose clocks speak until the last day; counted up to 10000'),
      looked: z.int().nonnegative().describe('of these, seen ahead on this page'),
      withoutRules: z
        .int()
        .nonnegative()
        .describe('of these, not seen ahead: their policy or calendar is not there any more'),
    }),
    items: z.array(ForecastEntry).readonly().describe('in the order of time'),
    next: z.string().optional(),
  })
  .meta({ id: 'Forecast' });
export type Forecast = z.infer<typeof Forecast>;
