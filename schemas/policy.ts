/** The policy of a canton as it stands in `policies/<id>.yaml` (domain.md 4). Dated data, no code. */
import { z } from 'zod';
import { CantonCode, InstitutionId, InstitutionKind, PlainDate } from './primitives';
import { LocalText, PolicyParameters, RunningPolicy, Term } from './running-policy';
import { ReferralPurpose, VerdictOutcome } from './states';

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
  to: InstitutionKind.optional().describe('who is suggested to take the person up'),
  after: Term.optional().describe('with deferred: when the question is asked again'),
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

/** A canton that works by the policy, and what it sets otherwise. */
export const PolicyAdoption = z
  .strictObject({
    canton: CantonCode,
    coordination: InstitutionId.describe('who coordinates there and receives level 2'),
    parameters: PolicyParameters.optional(),
  })
  .meta({ id: 'PolicyAdoption' });
export type PolicyAdoption = z.infer<typeof PolicyAdoption>;

export const PolicyDocument = z
  .strictObject({
    running: RunningPolicy.omit({ canton: true, coordination: true }).extend({
      coordinatorGate: RunningPolicy.shape.coordinatorGate.optional(),
    }),
    adoptedBy: z.array(PolicyAdoption).min(1),
    parameters: PolicyParameters.default({}),
    title: LocalText,
    validFrom: PlainDate,
    validTo: PlainDate.optional(),
    knownSince: PlainDate,
    source: z.string().min(1),
    partners: z.array(InstitutionKind),
    criteria: z.strictObject({
      applies: z
        .array(Criterion)
        .default([])
        .describe('whom the policy speaks of at all; one that fails gives not_applicable'),
      all: z.array(Criterion).default([]),
      any: z.array(Criterion).default([]),
      score: OrientationScore.optional(),
      ownership: z.array(OwnershipRule).default([]),
      triage: z.array(SectorTriage).default([]),
      otherwise: VerdictOutcome.describe('the verdict when a criterion fails'),
    }),
    exceptions: z.array(PolicyException).default([]),
    routes: z.array(PolicyRoute).default([]),
    dutyTerm: Term.optional().describe('mandatory referral: by when it is owed'),
    report: z
      .strictObject({
        to: z.string().min(1),
        rhythm: z.enum(['yearly']),
        fields: z.array(z.string().min(1)).min(1),
      })
      .optional()
      .describe('what the canton must report of it'),
  })
  .meta({ id: 'PolicyDocument' });
export type PolicyDocument = z.infer<typeof PolicyDocument>;
