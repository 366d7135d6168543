/** Words and formats that every room shares. Sources: domain.md 1.1, 5.1 (formats), docs/glossary.md (words). */
import { z } from 'zod';

/** The 26 cantons, lower case as they stand in institution ids. */
export const cantonCodes = [
  'ag',
  'ai',
  'ar',
  'be',
  'bl',
  'bs',
  'fr',
  'ge',
  'gl',
  'gr',
  'ju',
  'lu',
  'ne',
  'nw',
  'ow',
  'sg',
  'sh',
  'so',
  'sz',
  'tg',
  'ti',
  'ur',
  'vd',
  'vs',
  'zg',
  'zh',
] as const;
export const CantonCode = z.enum(cantonCodes).meta({ id: 'CantonCode' });
export type CantonCode = z.infer<typeof CantonCode>;

/**
 * What an institution is: social aid, employment service, integration promotion, disability
 * insurance, vocational guidance, VET office, unemployment fund, accident insurer, migration office,
 * provider of measures, coordination office.
 */
export const institutionKinds = [
  'sh',
  'rav',
  'if',
  'iv',
  'bslb',
  'bba',
  'alk',
  'suva',
  'mig',
  'pro',
  'coo',
] as const;
export const InstitutionKind = z.enum(institutionKinds).meta({ id: 'InstitutionKind' });
export type InstitutionKind = z.infer<typeof InstitutionKind>;

const institutionPattern = new RegExp(
  `^(${cantonCodes.join('|')})-(${institutionKinds.join('|')})(-[a-z0-9]+)*$`,
);
/**
 * The stable id of an institution: canton, kind, and a local name where there are several
 * (`sg-rav`, `zh-sh-winterthur`). Canton and kind can be read from it without asking the directory.
 */
export const InstitutionId = z
  .string()
  .max(60)
  .regex(institutionPattern, {
    error: 'expected an institution id such as "sg-rav" or "zh-sh-winterthur": canton, kind, name',
  })
  .meta({ id: 'InstitutionId' });
export type InstitutionId = z.infer<typeof InstitutionId>;

export const CaseId = z.uuid({ error: 'expected a case id: a UUID' }).meta({ id: 'CaseId' });
export type CaseId = z.infer<typeof CaseId>;

/** A referral inside its case, numbered in the order of sending: `R1`, `R2`, … */
export const ReferralId = z
  .string()
  .regex(/^R[1-9][0-9]{0,3}$/, { error: 'expected a referral id such as "R1"' })
  .meta({ id: 'ReferralId' });
export type ReferralId = z.infer<typeof ReferralId>;

/** An instant in UTC, `2026-02-02T08:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: true }).meta({ id: 'Instant' });
export type Instant = string;

/**
 * A place in the order in which all steps of all cases were written; opaque, and compared by the
 * database only.
 */
export const Position = z
  .string()
  .regex(/^\d{1,19}-\d{1,18}$/, { error: 'expected a position that an answer or an event gave' })
  .meta({ id: 'Position' });
export type Position = z.infer<typeof Position>;

/** A calendar date without a time zone, `2026-02-02`. */
export const PlainDate = z.iso.date().meta({ id: 'PlainDate' });
export type PlainDate = string;

/**
 * A birth date as asylum files know it: full, year and month, or year alone (domain.md 5.1).
 */
export const PartialDate = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, {
    error: 'expected a date such as "1991-05-12", or "1991-05" or "1991" when the rest is unknown',
  })
  .refine((text) => text.length < 10 || PlainDate.safeParse(text).success, {
    error: 'this day does not exist in the calendar',
  })
  .meta({ id: 'PartialDate' });
export type PartialDate = z.infer<typeof PartialDate>;

const ahvDigits = (text: string): string => text.replaceAll('.', '');

/** EAN-13 check digit of an AHV number (domain.md 5.1). */
const ahvCheckDigitHolds = (text: string): boolean => {
  const digits = Array.from(ahvDigits(text), Number);
  const sum = digits.slice(0, 12).reduce((total, d, i) => total + d * (i % 2 === 0 ? 1 : 3), 0);
  return digits[12] === (10 - (sum % 10)) % 10;
};

/** An AHV (social security) number, with or without dots; kept without dots. */
export const AhvNumber = z
  .string()
  .regex(/^756(\d{10}|\.\d{4}\.\d{4}\.\d{2})$/, {
    error: 'expected an AHV number: 13 digits from 756, such as "756.9217.0769.85"',
  })
  .refine(ahvCheckDigitHolds, {
    error: 'the check digit of this AHV number is wrong: compare it with the insurance card',
  })
  .overwrite(ahvDigits)
  .meta({ id: 'AhvNumber' });
export type AhvNumber = z.infer<typeof AhvNumber>;

/** The languages of texts for people. */
export const languages = ['de', 'fr', 'it', 'en'] as const;
export const Language = z.enum(languages).meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;

/** What a user is on a case (domain.md 1.3). `system` is the engine itself. */
export const roles = [
  'officer',
  'contact',
  'coordinator',
  'approver',
  'strategic',
  'auditor',
  'client',
  'system',
] as const;
export const Role = z.enum(roles).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

/** Who acts: an opaque user id, the institution acted for, and the role. Never a name. */
export const Actor = z
  .strictObject({
    userId: z.string().min(1).max(80),
    institutionId: InstitutionId.optional(),
    role: Role,
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof Actor>;
