/** What a running case keeps of the policy of its canton: clocks, ladder, gates (domain.md 3.4, 6). */
import { z } from 'zod';
import { CantonCode, InstitutionId, InstitutionKind, Language } from './primitives';
import { DeadlineKind, DeclineReason, LadderLevel, PolicyTermKind } from './states';

/** A text in all four languages. */
export const LocalText = z.record(Language, z.string().min(1)).meta({ id: 'LocalText' });
export type LocalText = z.infer<typeof LocalText>;

/**
 * A length of time: business days on a calendar, calendar days, or months (domain.md 3.4). Legal
 * deadlines count calendar days and may stand still in the court holidays of the policy.
 */
export const Term = z
  .union([
    z.strictObject({ BD: z.int().min(0).max(400) }),
    z.strictObject({ CD: z.int().min(0).max(4000), standstill: z.boolean().optional() }),
    z.strictObject({ months: z.int().min(1).max(120) }),
  ])
  .meta({ id: 'Term' });
export type Term = z.infer<typeof Term>;

/** At which offset in business days from the due date each level fires (domain.md 6). */
export const Ladder = z
  .partialRecord(LadderLevel, z.int().min(-30).max(400))
  .meta({ id: 'Ladder' });
export type Ladder = z.infer<typeof Ladder>;

export const PolicyModel = z
  .enum([
    'ordinary_structures',
    'coordination_centre',
    'coordinator_plus_network',
    'case_office',
    'network_with_business_office',
    'ordinary_structures_with_delegation',
    'mandatory_referral',
  ])
  .meta({ id: 'PolicyModel' });
export type PolicyModel = z.infer<typeof PolicyModel>;

/** `MM-DD`, or a day counted from Easter Sunday. */
const YearlyDay = z.string().regex(/^(\d\d-\d\d|easter[+-]\d{1,2})$/, {
  error: 'expected MM-DD, easter+N or easter-N',
});

/** A value that a canton may set; expressions read it as `parameters.<name>`. */
export const PolicyParameters = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.union([z.string(), z.number(), z.boolean()]))
  .meta({ id: 'PolicyParameters' });
export type PolicyParameters = z.infer<typeof PolicyParameters>;

/**
 * The part of a policy that a running case keeps with it: clocks, ladder, gates. Small, because it
 * travels in the history of the case.
 */
export const RunningPolicy = z
  .strictObject({
    id: z.string().regex(/^[A-Z0-9]+-[a-z0-9-]+$/),
    version: z.string().min(1).max(20),
    canton: CantonCode,
    model: PolicyModel,
    coordination: InstitutionId.describe('who coordinates and receives level 2'),
    coordinatorGate: z
      .boolean()
      .describe('a coordinator confirms the verdict; else the contacts do'),
    officeHours: z.strictObject({
      opens: z.string().regex(/^\d\d:\d\d$/),
      closes: z.string().regex(/^\d\d:\d\d$/),
    }),
    timeZone: z.string().default('Europe/Zurich'),
    terms: z
      .partialRecord(PolicyTermKind, Term)
      .describe('a clock that came after the policy was published has a default length'),
    ladders: z.partialRecord(DeadlineKind, Ladder),
    minimumAfterStop: z
      .int()
      .min(0)
      .max(30)
      .describe('business days left at least when a clock resumes'),
    repeatLastEveryBD: z
      .int()
      .positive()
      .default(20)
      .describe('a ladder that ended goes on at its last level'),
    repeatedSilence: z.strictObject({ withinMonths: z.int().min(1), startsAt: LadderLevel }),
    meeting: z.strictObject({
      mandatory: z.boolean(),
      noticeBD: z.int().min(0),
      maxMinutes: z.int().positive().optional(),
      withPerson: z.boolean(),
      parts: z.array(z.enum(['professionals', 'with_person'])).optional(),
    }),
    followUpMonths: z.array(z.int().positive()).min(1).max(12),
    reopenMonths: z.int().positive(),
    retentionMonths: z
      .int()
      .min(12)
      .max(600)
      .optional()
      .describe('how long a closed case is kept before it is erased; absent: 60'),
    firstLead: z
      .enum(['registering', 'coordination'])
      .optional()
      .describe('who leads an admitted case until somebody claims it; absent: by the model'),
    convenes: z
      .enum(['registering', 'coordination'])
      .optional()
      .describe('who calls the joint meeting; absent: by the model'),
    undoMinutes: z.int().min(0).max(60).optional().describe('how long a click can be taken back'),
    urgentAnswerBD: z.int().positive().optional().describe('business days for an urgent answer'),
    planRevisionBD: z
      .int()
      .positive()
      .optional()
      .describe('business days for another plan when nobody pays for this one'),
    pingPong: z
      .strictObject({
        declines: z.int().min(2),
        leads: z.int().min(2),
        withinDays: z.int().min(1),
        meetingBD: z.int().min(1).default(10).describe('business days until the offices must meet'),
      })
      .optional()
      .describe('when a case goes back and forth too often'),
    unreachable: z
      .strictObject({
        tries: z.int().min(1),
        days: z.int().min(1),
        channels: z.int().min(1),
        pauseBD: z.int().min(1),
      })
      .optional()
      .describe('when a person counts as unreachable, and how long the case then rests'),
    nextPartners: z
      .partialRecord(DeclineReason, z.array(InstitutionKind).min(1))
      .optional()
      .describe('who is suggested after a decline for this reason'),
    fourEyes: z.boolean().optional().describe('a second person confirms another outcome'),
    declineReasons: z
      .array(DeclineReason)
      .min(1)
      .optional()
      .describe('the reasons in use; absent: all of them'),
    delegation: z
      .strictObject({ law: z.string().min(1), timeLimited: z.boolean() })
      .optional()
      .describe('the lead may be delegated, the responsibility stays with who mandates'),
    courtHolidays: z
      .array(z.strictObject({ from: YearlyDay, to: YearlyDay }))
      .optional()
      .describe(
        'in which a calendar-day deadline with standstill does not run, both days included',
      ),
  })
  .meta({ id: 'RunningPolicy' });
export type RunningPolicy = z.infer<typeof RunningPolicy>;
