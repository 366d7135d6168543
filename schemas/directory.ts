/** Who is to be reached at an institution, and who is away (domain.md 1.3, 6). Users are opaque ids. */
import { z } from 'zod';
import { CaseId, InstitutionId, PlainDate } from './primitives';
import { LadderLevel } from './states';

/** An id of the identity provider; a name stands nowhere. */
export const UserId = z
  .string()
  .regex(/^[\x21-\x7e]{1,80}$/, { error: 'expected a user id: 1 to 80 printable characters' })
  .meta({ id: 'UserId' });

/** For what somebody stands in the directory of an institution. */
export const DirectoryRole = z
  .enum(['contact', 'deputy', 'management'])
  .meta({ id: 'DirectoryRole' });
export type DirectoryRole = z.infer<typeof DirectoryRole>;

/** The roles that somebody present holds at an institution on a day; none when nobody is there. */
export const Presence = z
  .strictObject({ institutionId: InstitutionId, roles: z.array(DirectoryRole).readonly() })
  .meta({ id: 'Presence' });
export type Presence = z.infer<typeof Presence>;

/** Longest absence that can be entered at once, in days. */
const longestDays = 400;
const dayMs = 86_400_000;

const absence = {
  userId: UserId.describe('who is away'),
  substitute: UserId.optional().describe('who stands in: somebody of the same institution'),
  from: PlainDate.describe('first day'),
  to: PlainDate.describe('last day'),
};

/** An absence to enter. */
export const AbsenceRequest = z
  .strictObject({ ...absence, userId: UserId.optional().describe('the caller when absent') })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'expected a day from `from` on' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= longestDays * dayMs, {
    path: ['to'],
    error: `expected at most ${String(longestDays)} days`,
  })
  .meta({ id: 'AbsenceRequest' });
export type AbsenceRequest = z.infer<typeof AbsenceRequest>;

export const Absence = z
  .strictObject({ id: z.uuid(), institutionId: InstitutionId, ...absence })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof Absence>;

/** Who works on a case at the caller's institution. Rights do not hang on it. */
export const Responsible = z
  .strictObject({ caseId: CaseId, institutionId: InstitutionId, userId: UserId.optional() })
  .meta({ id: 'Responsible' });
export type Responsible = z.infer<typeof Responsible>;

/** Hands the open cases of one person of the institution to another one. */
export const ReassignRequest = z
  .strictObject({
    from: UserId,
    to: UserId,
    dryRun: z.boolean().default(true).describe('only say which cases it would be'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'expected another person' })
  .meta({ id: 'ReassignRequest' });
export type ReassignRequest = z.infer<typeof ReassignRequest>;

export const Reassigned = z
  .strictObject({
    dryRun: z.boolean(),
    count: z.int().nonnegative(),
    caseIds: z.array(CaseId).readonly(),
  })
  .meta({ id: 'Reassigned' });
export type Reassigned = z.infer<typeof Reassigned>;

/** Below this a number could point at a person. */
export const smallestCount = 5;

/** How often an institution stayed silent towards another until management was told: no case, no person. */
export const SilencePattern = z
  .strictObject({
    from: InstitutionId.describe('who asked'),
    to: InstitutionId.describe('who was silent'),
    count: z.int().min(smallestCount),
    highest: LadderLevel,
  })
  .meta({ id: 'SilencePattern' });
export type SilencePattern = z.infer<typeof SilencePattern>;

export const SilencePatterns = z
  .strictObject({
    since: PlainDate,
    smallestCount: z.int().describe('pairs with a smaller count are left out'),
    items: z.array(SilencePattern).readonly(),
  })
  .meta({ id: 'SilencePatterns' });
export type SilencePatterns = z.infer<typeof SilencePatterns>;

const fieldTypes = [
  'code', 'date', 'text', 'texts', 'number', 'boolean', 'object', 'objects',
] as const; // prettier-ignore

/** A field of a command as a form needs it. `fields`: what an object, or each of a list, has to say. */
export interface ActionField {
  readonly name: string;
  readonly required: boolean;
  readonly type: (typeof fieldTypes)[number];
  readonly codes?: readonly string[] | undefined;
  readonly preset?: string | number | true | readonly string[] | undefined;
  readonly fields?: readonly ActionField[] | undefined;
}
export const ActionField: z.ZodType<ActionField> = z
  .strictObject({
    name: z.string(),
    required: z.boolean(),
    type: z.enum(fieldTypes),
    codes: z.array(z.string()).readonly().optional().describe('the values that are taken now'),
    preset: z
      .union([z.string(), z.number(), z.literal(true), z.array(z.string()).readonly()])
      .optional()
      .describe('what holds when nothing is said'),
    fields: z
      .array(z.lazy(() => ActionField))
      .readonly()
      .optional()
      .describe('of an object, or of each object of a list'),
  })
  .meta({ id: 'ActionField' });
