/**
 * What is known of a person and a situation when a case is registered (domain.md 4.1, 5.1).
 * Everything here is personal: it lives encrypted in Postgres and nowhere else. An absent field is
 * *unknown*, which is never the same as "no".
 */
import { z } from 'zod';
import {
  AhvNumber,
  CantonCode,
  InstitutionKind,
  Language,
  PartialDate,
  PlainDate,
} from './primitives';

export const ProblemArea = z
  .enum([
    'health',
    'addiction',
    'debt',
    'housing',
    'family_care',
    'language',
    'qualification',
    'labour_market',
    'legal',
    'violence',
  ])
  .meta({ id: 'ProblemArea' });
export type ProblemArea = z.infer<typeof ProblemArea>;

/** CEFR levels (domain.md 2.2), in order as texts; A0 is no knowledge. */
export const LanguageLevel = z
  .enum(['A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'])
  .meta({ id: 'LanguageLevel' });
export type LanguageLevel = z.infer<typeof LanguageLevel>;

/** Groups of fields that a grant opens to a recipient (domain.md 5.4). */
export const FieldGroup = z
  .enum([
    'identity',
    'vn',
    'permit',
    'skills',
    'registrations',
    'problem_areas',
    'capacity',
    'livelihood',
    'plan',
    'costs',
    'attendance',
  ])
  .meta({ id: 'FieldGroup' });
export type FieldGroup = z.infer<typeof FieldGroup>;

/** The consent of the person (domain.md 5.5); only codes and dates, so it may travel in a command. */
export const Consent = z
  .strictObject({
    status: z.enum(['given', 'refused', 'not_asked', 'unsigned', 'withdrawn']),
    recipients: z.array(InstitutionKind).max(20).default([]),
    fieldGroups: z
      .array(FieldGroup)
      .max(20)
      .default(() => [...FieldGroup.options]),
    givenBy: z.enum(['person', 'guardian']).optional().describe('who signed; absent: the person'),
    channel: z.enum(['paper', 'electronic', 'oral']).optional().describe('how it was given'),
    signedOn: PlainDate.optional(),
    expiresOn: PlainDate.optional(),
    handoverTo: CantonCode.optional().describe(
      'the canton whose coordination may receive the case when the person moves there',
    ),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof Consent>;

export const Registration = z
  .strictObject({
    institution: InstitutionKind,
    state: z.enum(['active', 'planned', 'closed']),
    since: PlainDate.optional(),
    forPlacement: z.boolean().optional(),
  })
  .meta({ id: 'Registration' });
export type Registration = z.infer<typeof Registration>;

export const Problem = z
  .strictObject({ area: ProblemArea, grade: z.enum(['light', 'heavy', 'unclear']).optional() })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

const yesNo = z.boolean().optional();

/** The facts that criteria look at. Unknown names are refused, so a typing error is never "unknown". */
export const Facts = z
  .strictObject({
    residence: z
      .strictObject({ canton: CantonCode, bfsNr: z.int().min(1).max(9999).optional() })
      .optional(),
    permit: z
      .strictObject({
        category: z.enum(['CH', 'C', 'B', 'L', 'F', 'N', 'S']),
        ech0006: z
          .string()
          .regex(/^\d{4}$/)
          .optional(),
        validTo: PlainDate.optional(),
      })
      .optional(),
    refugeeFlag: yesNo,
    goal: z
      .enum([
        'sustainable_integration_primary_market',
        'keep_job',
        'benefit_dispute',
        'stabilisation',
      ])
      .optional(),
    registrations: z.array(Registration).max(50).optional(),
    problemAreas: z.array(Problem).max(20).optional(),
    workCapacity: z
      .strictObject({
        percent: z.int().min(0).max(100),
        issuer: z.enum(['physician', 'rad', 'assessment', 'self']).optional(),
        on: PlainDate.optional(),
      })
      .optional(),
    integrationPotential: z.enum(['real', 'uncertain', 'none']).optional(),
    language: z
      .strictObject({
        oral: LanguageLevel.optional(),
        written: LanguageLevel.optional(),
        tongue: Language.optional(),
        on: PlainDate.optional(),
      })
      .optional(),
    livelihood: z
      .strictObject({
        source: z.enum(['social_aid', 'daily_allowance', 'pension', 'wage', 'family', 'none']),
      })
      .optional(),
    ivStatus: z
      .enum(['none', 'early_detection', 'registered', 'measure', 'partial_pension', 'full_pension'])
      .optional(),
    employability: z
      .strictObject({ result: z.enum(['employable', 'not_employable']), on: PlainDate.optional() })
      .optional(),
    unemployed: yesNo,
    availabilityPercent: z.int().min(0).max(100).optional(),
    childcareSolved: yesNo,
    complexSituation: yesNo,
    competenceUnclear: yesNo,
    clientOverwhelmed: yesNo,
    willingToCooperate: yesNo,
    drawsBenefits: yesNo,
    acuteState: z.enum(['none', 'crisis', 'detox', 'inpatient']).optional(),
    preclarification: z.strictObject({ done: z.boolean() }).optional(),
    powerOfAttorney: z.strictObject({ signed: z.boolean() }).optional(),
    commune: z.strictObject({ participates: yesNo, mandatedRAV: yesNo }).optional(),
    consent: Consent.optional(),
    provenance: z
      .record(
        z.string().regex(/^[A-Za-z]{1,40}$/),
        z.strictObject({
          source: z.string().min(1).max(60).describe('who said so: an institution id or a code'),
          on: PlainDate,
        }),
      )
      .optional()
      .describe('where a fact comes from, by its first name: {"workCapacity": …}'),
  })
  .meta({ id: 'Facts' });
export type Facts = z.infer<typeof Facts>;

/** What the engine itself works out on the day: criteria may look at it, nobody registers it. */
export const JudgedFacts = Facts.extend({
  person: z.strictObject({ age: z.int().min(0).max(130).describe('completed years') }).optional(),
  samePersonActive: yesNo.describe('another open case of the canton is about this person'),
}).meta({ id: 'JudgedFacts' });
export type JudgedFacts = z.infer<typeof JudgedFacts>;

/** The person (domain.md 5.1). */
export const Person = z
  .strictObject({
    officialName: z.string().trim().min(1).max(100),
    firstName: z.string().trim().min(1).max(100),
    birthDate: PartialDate,
    vn: AhvNumber.optional(),
    sex: z.enum(['male', 'female', 'undetermined']).optional(),
    language: Language.optional(),
    interpreter: z.string().max(40).optional(),
    phone: z.string().max(40).optional(),
    mail: z.email().max(100).optional(),
    address: z.string().max(200).optional(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** Everything personal of one case at one moment; stored encrypted under the key of the case. */
export const Dossier = z.strictObject({ person: Person, facts: Facts }).meta({ id: 'Dossier' });
export type Dossier = z.infer<typeof Dossier>;
