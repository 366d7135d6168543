/**
 * `policies/calendars/<canton>.yaml`: where a canton closes other days than the library says.
 * `policies/calendars/institutions.yaml`: where an office keeps other days than its canton.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { CantonCode, InstitutionId, LocalText, PlainDate } from '../../schemas/index';
import { formatProblem, parseDocuments } from '../yaml-source';
import type { Problem } from '../yaml-source';

const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const Day = z
  .string()
  .regex(/^(\d\d-\d\d|easter[+-]\d{1,2}|\d{4}-\d\d-\d\d)$/, {
    error: 'expected MM-DD, easter+N, easter-N or one date YYYY-MM-DD',
    abort: true,
  })
  .refine(
    (day) => day.startsWith('easter') || PlainDate.safeParse(`2024-${day}`.slice(-10)).success,
    { error: 'expected a day that is in the year' },
  );

const Correction = z
  .strictObject({
    day: Day,
    closed: z.boolean(),
    /** A half day: the office works and closes then. */
    closesAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected HH:MM' })
      .optional(),
    /** Only when the day falls on one of these: some cantons keep 26 December by weekday. */
    weekdays: z.array(z.enum(weekdays)).min(1).optional(),
    name: LocalText,
    validFrom: PlainDate,
    validTo: PlainDate.optional(),
    source: z.string().min(1),
  })
  .refine(({ closed, closesAt }) => !closed || closesAt === undefined, {
    path: ['closesAt'],
    error: 'a closed day has no closing time: expected closed: false',
  })
  .refine(({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo, {
    path: ['validTo'],
    error: 'expected a date not before validFrom',
  });
export type Correction = z.infer<typeof Correction>;

/** The name of a weekday as the files write it; 1 is Monday. */
export const weekdayNamed = (dayOfWeek: number): (typeof weekdays)[number] => {
  const name = weekdays[dayOfWeek - 1];
  if (name === undefined) throw new RangeError(`no day of the week has the number ${dayOfWeek}`);
  return name;
};

const corrections = z.array(Correction).max(500);
const CorrectionFile = z.strictObject({ canton: CantonCode, corrections });

const InstitutionDays = z.strictObject({
  institution: InstitutionId,
  bfsNr: z.int().min(1).max(9999).optional(),
  corrections,
});
/** The days of one office; `bfsNr` names the commune whose days it keeps. */
export type InstitutionDays = z.infer<typeof InstitutionDays>;
const InstitutionFile = z.strictObject({ institutions: z.array(InstitutionDays) });
const institutionFile = 'institutions.yaml';

const defaultFolder = resolve(__dirname, '..', '..', 'policies', 'calendars');

interface Read<T> {
  readonly found: readonly T[];
  readonly problems: readonly Problem[];
}

const textOf = (folder: string, name: string): string | undefined => {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
};

const labelOf = (name: string): string => join('policies', 'calendars', name);

/**
 * The corrections in the text of a file `<canton>.yaml`, or what is wrong in it, with lines;
 * `fileName` is shown in the problems and must name the canton.
 */
export const readCorrections = (
  text: string,
  fileName: string,
): { corrections: readonly Correction[]; problems: readonly Problem[] } => {
  const canton = basename(fileName, '.yaml');
  const documents = parseDocuments(text, fileName, CorrectionFile);
  const expected = `"canton: ${canton}" and its corrections`;
  if (documents.length === 0)
    return { corrections: [], problems: [{ file: fileName, line: 1, rule: 'document', expected }] };
  const misnamed = documents
    .filter(({ value }) => value && value.canton !== canton)
    .map(({ lineOf }) => ({
      file: fileName,
      line: lineOf(['canton']),
      rule: 'canton',
      expected: `"${canton}", as in the name of the file`,
    }));
  return {
    corrections: documents.flatMap(({ value }) => value?.corrections ?? []),
    problems: [...documents.flatMap(({ problems }) => problems), ...misnamed],
  };
};

const readInstitutions = (folder: string): Read<InstitutionDays> => {
  const file = labelOf(institutionFile);
  const documents = parseDocuments(textOf(folder, institutionFile) ?? '', file, InstitutionFile);
  const seen = new Set<InstitutionId>();
  const twice: Problem[] = [];
  for (const { value, lineOf } of documents) {
    for (const [index, { institution }] of (value?.institutions ?? []).entries()) {
      const place = ['institutions', index, 'institution'];
      const rule = place.join('.');
      if (seen.has(institution))
        twice.push({ file, line: lineOf(place), rule, expected: `${institution} only once` });
      seen.add(institution);
    }
  }
  return {
    found: documents.flatMap(({ value }) => value?.institutions ?? []),
    problems: [...documents.flatMap(({ problems }) => problems), ...twice],
  };
};

const orThrow = (problems: readonly Problem[]): void => {
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
};

/** The corrections of a canton; none when it has no file. Throws an Error naming file and line. */
export const correctionsOf = (
  canton: CantonCode,
  folder = defaultFolder,
): readonly Correction[] => {
  const name = `${canton}.yaml`;
  const text = textOf(folder, name);
  if (text === undefined) return [];
  const read = readCorrections(text, labelOf(name));
  orThrow(read.problems);
  return read.corrections;
};

const institutions = new Map<string, readonly InstitutionDays[]>();

/**
 * The offices of a canton that keep days of their own; the file is read once. Throws an Error naming
 * file and line.
 */
export const institutionsOf = (
  canton: CantonCode,
  folder = defaultFolder,
): readonly InstitutionDays[] => {
  const known = institutions.get(folder);
  const { found, problems } = known ? { found: known, problems: [] } : readInstitutions(folder);
  orThrow(problems);
  institutions.set(folder, found);
  return found.filter(({ institution }) => institution.startsWith(`${canton}-`));
};

/** Everything wrong in the correction files, and how many there are. */
export const checkCorrections = (
  folder = defaultFolder,
): { files: number; problems: readonly Problem[] } => {
  const names = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.yaml')) : [];
  const problems = names.flatMap((name) =>
    name === institutionFile
      ? readInstitutions(folder).problems
      : readCorrections(textOf(folder, name) ?? '', labelOf(name)).problems,
  );
  return { files: names.length, problems };
};
