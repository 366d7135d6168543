/** What the API answers beside one case: its timeline, the dossier, the directory, the clock, and problems (RFC 9457). */
import { z } from 'zod';
import { AllowedAction } from './views';
import { ActionField } from './directory';
import {
  Actor,
  CantonCode,
  CaseId,
  Instant,
  InstitutionId,
  InstitutionKind,
  Language,
} from './primitives';
import { LocalText } from './running-policy';
import { RefusalCode } from './refusals';

/** One event of a case; `data` holds codes, ids and dates, never a person. */
export const TimelineEntry = z
  .strictObject({
    seq: z.int().positive(),
    type: z.string(),
    at: Instant,
    by: Actor,
    cause: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const TimelinePage = z
  .strictObject({
    items: z.array(TimelineEntry),
    next: z.string().optional().describe('give it as `after` to read on; absent on the last page'),
  })
  .meta({ id: 'TimelinePage' });

/** What the caller may read of the person and the situation, and by what right. */
export const DossierView = z
  .strictObject({
    caseId: CaseId,
    version: z.int(),
    person: z.record(z.string(), z.unknown()),
    facts: z.record(z.string(), z.unknown()),
    fields: z
      .array(z.string())
      .describe('the fields in this answer, as they stand in the audit log'),
  })
  .meta({ id: 'DossierView' });
export type DossierView = z.infer<typeof DossierView>;

/** What one referral would show its recipient, or why it could not leave. */
export const SharingPreview = z
  .strictObject({
    to: InstitutionId,
    basis: z
      .string()
      .optional()
      .describe('the article, or `consent`; absent when it can not leave'),
    refusal: RefusalCode.optional().describe('why it can not leave as things stand'),
    person: z.record(z.string(), z.unknown()),
    facts: z.record(z.string(), z.unknown()).describe('some of them coarser than they are known'),
  })
  .meta({ id: 'SharingPreview' });
export type SharingPreview = z.infer<typeof SharingPreview>;

/** What a form has to ask for, from the shapes that parse what it sends. */
export const FormView = z.strictObject({ fields: z.array(ActionField) }).meta({ id: 'FormView' });
export type FormView = z.infer<typeof FormView>;

export const InstitutionView = z
  .strictObject({
    id: InstitutionId,
    name: LocalText,
    kind: InstitutionKind,
    canton: CantonCode,
    language: Language,
    channel: z.enum(['kafka', 'mail', 'webhook']),
  })
  .meta({ id: 'InstitutionView' });
export type InstitutionView = z.infer<typeof InstitutionView>;

/** The domain clock, with an honest word when it is bent. */
export const ClockView = z
  .strictObject({ now: Instant, rate: z.number().positive(), note: z.string() })
  .meta({ id: 'ClockView' });
export type ClockView = z.infer<typeof ClockView>;

const RequestError = z.strictObject({ path: z.string(), expected: z.string() });
const RulesError = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  rule: z.string().describe('the place in the document, or the id of a rule'),
  expected: z.string(),
});

/** An error answer, `application/problem+json` (RFC 9457). */
export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: RefusalCode,
    detail: z.string(),
    errors: z.array(z.union([RequestError, RulesError])).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    allowedActions: z
      .array(AllowedAction)
      .readonly()
      .optional()
      .describe('with version_conflict: what the caller may do in the version that is there now'),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof ProblemDetails>;
