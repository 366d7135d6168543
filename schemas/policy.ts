/** The policy of a canton as it stands in `policies/<id>.yaml` (domain.md 4). Dated data, no code. */
import { z } from 'zod';
import {
  CantonCode,
  Instant,
  InstitutionId,
  InstitutionKind,
  Language,
  PlainDate,
} from './primitives';
import { DeadlineKind, LadderLevel, ReferralPurpose, VerdictOutcome } from './states';

/** A text in all four languages. */
export const LocalText = z.record(Language, z.string().min(1)).meta({ id: 'LocalText' });
export type LocalText = z.infer<typeof LocalText>;

/** A length of time: business days on a calendar, calendar days, or months (domain.md 3.4). */
export const Term = z
  .union([
    z.strictObject({ BD: z.int().min(0).max(400) }),
    z.strictObject({ CD: z.int().min(0).max(4000) }),
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
    terms: z.record(DeadlineKind, Term),
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
    }),
    followUpMonths: z.array(z.int().positive()).min(1).max(12),
    reopenMonths: z.int().positive(),
  })
  .meta({ id: 'RunningPolicy' });
export type RunningPolicy = z.infer<typeof RunningPolicy>;

/** One access criterion: a FEEL expression over the facts, true to pass. */
export const Criterion = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9_]+$/),
    when: z.string().min(1).max(500),
    needs: z
      .array(z.string())
      .optional()
      .describe('facts that must be known; read from the expression when absent'),
    text: LocalText,
    source: z.string().min(1),
  })
  .meta({ id: 'Criterion' });
export type Criterion = z.infer<typeof Criterion>;

/** An exclusion or a redirection (domain.md 4.3): when it holds, the verdict is `then`. */
export const PolicyException = Criterion.extend({
  then: VerdictOutcome,
  route: z.string().optional(),
}).meta({ id: 'PolicyException' });
export type PolicyException = z.infer<typeof PolicyException>;

/** Where the case is suggested to go when `when` holds. */
export const PolicyRoute = Criterion.extend({
  to: InstitutionKind,
  purpose: ReferralPurpose,
}).meta({ id: 'PolicyRoute' });
export type PolicyRoute = z.infer<typeof PolicyRoute>;

/** An orientation list: no criterion is decisive alone, enough of them suggest admission. */
export const OrientationScore = z
  .strictObject({
    suggestAt: z.int().positive().describe('how many must pass for admission to be suggested'),
    of: z.array(Criterion).min(1),
  })
  .meta({ id: 'OrientationScore' });
export type OrientationScore = z.infer<typeof OrientationScore>;

/** Whose case it becomes: the first that holds decides the verdict and suggests the lead. */
export const OwnershipRule = Criterion.extend({
  then: VerdictOutcome,
  lead: InstitutionKind.optional().describe('absent: the ordinary structure keeps the case'),
}).meta({ id: 'OwnershipRule' });
export type OwnershipRule = z.infer<typeof OwnershipRule>;

/** By which signs one sector recognises its cases; advice for the office, decides nothing. */
export const SectorTriage = z
  .strictObject({
    sector: InstitutionKind,
    any: z.array(Criterion),
    gap: z.string().optional().describe('what the source does not give'),
  })
  .meta({ id: 'SectorTriage' });
export type SectorTriage = z.infer<typeof SectorTriage>;

export const PolicyDocument = z
  .strictObject({
    running: RunningPolicy,
    title: LocalText,
    validFrom: PlainDate,
    validTo: PlainDate.optional(),
    knownSince: PlainDate,
    source: z.string().min(1),
    partners: z.array(InstitutionKind),
    criteria: z.strictObject({
      all: z.array(Criterion).default([]),
      any: z.array(Criterion).default([]),
      score: OrientationScore.optional(),
      ownership: z.array(OwnershipRule).default([]),
      triage: z.array(SectorTriage).default([]),
      otherwise: VerdictOutcome.describe('the verdict when a criterion fails'),
    }),
    exceptions: z.array(PolicyException).default([]),
    routes: z.array(PolicyRoute).default([]),
  })
  .meta({ id: 'PolicyDocument' });
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** Unknown is a value of its own: it never rejects anybody. */
const CriterionOutcome = z.enum(['pass', 'fail', 'unknown']);

/** What one criterion said of one dossier. `data` holds personal facts: stored encrypted. */
export const CriterionResult = z
  .strictObject({
    id: z.string(),
    expression: z.string(),
    result: CriterionOutcome,
    data: z.record(z.string(), z.unknown()),
    missing: z.array(z.string()),
    reason: LocalText,
    source: z.string(),
  })
  .meta({ id: 'CriterionResult' });
export type CriterionResult = z.infer<typeof CriterionResult>;

/** The advice of the engine on one dossier under one policy version; a person confirms it. */
export const Verdict = z
  .strictObject({
    policyId: z.string(),
    policyVersion: z.string(),
    outcome: VerdictOutcome,
    criteria: z.array(CriterionResult),
    exception: z.string().optional(),
    missing: z.array(z.string()).describe('facts to supply before anybody can decide'),
    route: z.array(z.strictObject({ to: InstitutionKind, purpose: ReferralPurpose })),
    score: z
      .strictObject({
        reached: z.int(),
        open: z.int().describe('criteria whose facts are not known'),
        of: z.int(),
        suggestAt: z.int(),
      })
      .optional(),
    lead: InstitutionKind.optional().describe('who is suggested to lead'),
    triage: z
      .array(z.strictObject({ sector: InstitutionKind, result: CriterionOutcome }))
      .optional()
      .describe('which sectors would recognise the case as theirs'),
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** The part of a verdict that may enter a workflow history: codes, no facts. */
export const VerdictSummary = Verdict.pick({
  policyId: true,
  policyVersion: true,
  outcome: true,
  missing: true,
  route: true,
})
  .extend({ verdictId: z.string() })
  .meta({ id: 'VerdictSummary' });
export type VerdictSummary = z.infer<typeof VerdictSummary>;

/** What would have to turn out otherwise for admission: each set is enough, none of its parts is. */
export const HelpfulChange = z
  .strictObject({
    fact: z.string().describe('a fact, or a list to which the value is added'),
    value: z.unknown(),
  })
  .meta({ id: 'HelpfulChange' });

/** One line in the list of policies. */
export const PolicySummary = PolicyDocument.pick({
  title: true,
  validFrom: true,
  validTo: true,
  knownSince: true,
  source: true,
  partners: true,
})
  .extend(RunningPolicy.pick({ id: true, version: true, canton: true, model: true }).shape)
  .meta({ id: 'PolicySummary' });

/** The advice on facts that nobody registered: nothing of it is stored. */
export const PolicyAdvice = z
  .strictObject({
    verdict: Verdict,
    help: z.array(z.array(HelpfulChange)),
    note: LocalText,
  })
  .meta({ id: 'PolicyAdvice' });

/** A verdict as it was given, and the same question asked again. */
export const VerdictReview = z
  .strictObject({
    verdictId: z.string(),
    decidedAt: Instant,
    given: Verdict,
    again: Verdict.describe('under the version named in it'),
    same: z.boolean().describe('outcome, reasons and everything else are equal'),
  })
  .meta({ id: 'VerdictReview' });
