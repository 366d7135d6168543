/** `policies/calendars/<canton>.yaml`: where the canton closes other days than the library says. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { CantonCode, LocalText, PlainDate } from '../../schemas/index';
import { formatProblem, readDocuments } from '../yaml-source';
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

const Correction = z.strictObject({
  day: z.string().regex(/^(\d\d-\d\d|easter[+-]\d{1,2}|\d{4}-\d\d-\d\d)$/, {
    error: 'expected MM-DD, easter+N, easter-N or one date YYYY-MM-DD',
  }),
  closed: z.boolean(),
  /** Only when the day falls on one of these: some cantons keep 26 December by weekday. */
  weekdays: z.array(z.enum(weekdays)).min(1).optional(),
  name: LocalText,
  validFrom: PlainDate,
  validTo: PlainDate.optional(),
  source: z.string().min(1),
});
export type Correction = z.infer<typeof Correction>;

/** The name of a weekday as the files write it; 1 is Monday. */
export const weekdayNamed = (dayOfWeek: number): (typeof weekdays)[number] => {
  const name = weekdays[dayOfWeek - 1];
  if (name === undefined) throw new RangeError(`no day of the week has the number ${dayOfWeek}`);
  return name;
};

const CorrectionFile = z.strictObject({ canton: CantonCode, corrections: z.array(Correction) });

const defaultFolder = resolve(__dirname, '..', '..', 'policies', 'calendars');

interface Read {
  readonly corrections: readonly Correction[];
  readonly problems: readonly Problem[];
}

const readFile = (folder: string, canton: string): Read => {
  const file = join('policies', 'calendars', `${canton}.yaml`);
  const path = join(folder, `${canton}.yaml`);
  if (!existsSync(path)) return { corrections: [], problems: [] };
  const documents = readDocuments(path, file, CorrectionFile);
  const misnamed = documents
    .filter(({ value }) => value && value.canton !== canton)
    .map(({ lineOf }) => ({
      file,
      line: lineOf(['canton']),
      rule: 'canton',
      expected: `"${canton}", as in the name of the file`,
    }));
  return {
    corrections: documents.flatMap(({ value }) => value?.corrections ?? []),
    problems: [...documents.flatMap(({ problems }) => problems), ...misnamed],
  };
};

/** The corrections of a canton; none when it has no file. Throws an Error naming file and line. */
export const correctionsOf = (
  canton: CantonCode,
  folder = defaultFolder,
): readonly Correction[] => {
  const { corrections, problems } = readFile(folder, canton);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return corrections;
};

/** Everything wrong in the correction files, and how many there are. */
export const checkCorrections = (
  folder = defaultFolder,
): { files: number; problems: readonly Problem[] } => {
  const names = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.yaml')) : [];
  return {
    files: names.length,
    problems: names.flatMap((name) => readFile(folder, basename(name, '.yaml')).problems),
  };
};
