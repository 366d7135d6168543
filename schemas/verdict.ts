/** What the criteria say of one dossier, with reasons; advice that a person confirms (domain.md 4.1). */
import { z } from 'zod';
import { CantonCode, CaseId, Instant, InstitutionKind, PlainDate } from './primitives';
import { PolicyDocument } from './policy';
import { LocalText, RunningPolicy, Term } from './running-policy';
import { ReferralPurpose, VerdictOutcome } from './states';

/** Unknown is a value of its own: it never rejects anybody. */
const CriterionOutcome = z.enum(['pass', 'fail', 'unknown']);

/** What one criterion said of one dossier. `data` holds personal facts: stored encrypted. */
export const CriterionResult = z
  .strictObject({
    id: z.string(),
    expression: z.string(),
    result: CriterionOutcome,
    data: z.record(z.string(), z.unknown()),
    origin: z
      .record(
        z.string(),
        z.strictObject({ source: z.string().optional(), on: PlainDate.optional() }),
      )
      .optional()
      .describe('who said a datum and when, as far as it is known'),
    missing: z.array(z.string()),
    reason: LocalText,
    source: z.string(),
  })
  .meta({ id: 'CriterionResult' });
export type CriterionResult = z.infer<typeof CriterionResult>;

/** A referral that the law demands: who owes it to whom, and by when. */
export const Duty = z
  .strictObject({
    policyId: z.string(),
    policyVersion: z.string(),
    to: InstitutionKind,
    purpose: ReferralPurpose,
    term: Term,
  })
  .meta({ id: 'Duty' });
export type Duty = z.infer<typeof Duty>;

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
    redirectTo: InstitutionKind.optional().describe('who is suggested to take the person up'),
    deferFor: Term.optional().describe('with deferred: when the question is asked again'),
    flags: z
      .array(z.enum(['partial_birth_date', 'guardian_needed']))
      .optional()
      .describe(
        'what a person should look at: the reading more favourable to the client was taken; a minor consents through the guardian',
      ),
    duties: z
      .array(Duty)
      .optional()
      .describe('referrals that the law demands, whatever the outcome'),
    dutyVerdicts: z
      .array(
        z.strictObject({
          policyId: z.string(),
          policyVersion: z.string(),
          outcome: VerdictOutcome,
          criteria: z.array(CriterionResult),
          missing: z.array(z.string()),
        }),
      )
      .optional()
      .describe('how each mandatory referral of the canton was judged, with its reasons'),
    reviewOn: PlainDate.optional().describe('the day on which a fact changes by itself'),
    permitEndsOn: PlainDate.optional().describe('the last day of the permit, when it lies ahead'),
    samePersonActive: z
      .boolean()
      .optional()
      .describe('whether an older open case of the canton was about the same person'),
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
  lead: true,
  redirectTo: true,
  deferFor: true,
  flags: true,
  duties: true,
  reviewOn: true,
  permitEndsOn: true,
})
  .extend({
    verdictId: z.string(),
    sameAs: CaseId.optional().describe('another open case of the canton about the same person'),
  })
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
  .extend(RunningPolicy.pick({ id: true, version: true, model: true }).shape)
  .extend({ cantons: z.array(CantonCode) })
  .meta({ id: 'PolicySummary' });
export type PolicySummary = z.infer<typeof PolicySummary>;

/** The advice on facts that nobody registered: nothing of it is stored. */
export const PolicyAdvice = z
  .strictObject({
    advice: z.literal(true).describe('never a decision that can be appealed'),
    verdict: Verdict,
    help: z.array(z.array(HelpfulChange)),
    note: LocalText,
  })
  .meta({ id: 'PolicyAdvice' });
export type PolicyAdvice = z.infer<typeof PolicyAdvice>;

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
