/** What several lines or versions of a policy must agree on: periods of validity, order of levels. */
import { Temporal } from 'temporal-polyfill';
import { ladderLevels } from '../schemas/index';
import type { PolicyDocument } from '../schemas/index';
import type { Problem } from './yaml-source';

/** A policy version and where its `validFrom` stands. */
export interface Located {
  readonly file: string;
  readonly line: number;
  readonly policy: PolicyDocument;
}

const dayAfter = (on: string): string => Temporal.PlainDate.from(on).add({ days: 1 }).toString();

const own = ({ policy }: Located): string[] => {
  const { validFrom, validTo } = policy;
  return validTo !== undefined && validTo < validFrom
    ? [`validTo not before validFrom (${validFrom})`]
    : [];
};

const sameVersion = (earlier: Located, later: Located): string[] =>
  earlier.policy.running.version === later.policy.running.version
    ? [`a version other than "${earlier.policy.running.version}", which exists already`]
    : [];

/** A version known later may replace an earlier one on days that both cover; else they may not meet. */
const between = (earlier: Located, later: Located): string[] => {
  const before = earlier.policy;
  const after = later.policy;
  if (before.knownSince !== after.knownSince) return [];
  const { version } = before.running;
  if (before.validTo === undefined)
    return [
      `version ${version} to have a validTo or another knownSince, because this one follows it`,
    ];
  const next = dayAfter(before.validTo);
  return after.validFrom < next ? [`${next}, the day after version ${version}; this overlaps`] : [];
};

/** A version must begin while an earlier one covers the day before. */
const gapBefore = (version: Located, earlier: readonly Located[]): string[] => {
  const ends = earlier.flatMap(({ policy }) => policy.validTo ?? []);
  const end = ends.sort().at(-1);
  if (end === undefined || ends.length < earlier.length) return [];
  const next = dayAfter(end);
  return version.policy.validFrom <= next
    ? []
    : [`${next}, the day after the version before; this leaves a gap`];
};

/** Versions of one policy follow each other day by day: no overlap, no gap, no version twice. */
export const checkPeriods = (versions: readonly Located[]): Problem[] => {
  const ids = [...new Set(versions.map(({ policy }) => policy.running.id))];
  return ids.flatMap((id) => {
    const inOrder = versions
      .filter(({ policy }) => policy.running.id === id)
      .sort((a, b) => a.policy.validFrom.localeCompare(b.policy.validFrom));
    return inOrder.flatMap((version, index) => {
      const earlier = inOrder.slice(0, index);
      const wrong = [
        ...own(version),
        ...earlier.flatMap((one) => [...sameVersion(one, version), ...between(one, version)]),
        ...gapBefore(version, earlier),
      ];
      const { file, line } = version;
      return wrong.map((expected) => ({ file, line, rule: `${id} validFrom`, expected }));
    });
  });
};

/** A later level never fires before an earlier one. */
export const checkLadders = (
  policy: PolicyDocument,
): { path: readonly string[]; expected: string }[] =>
  Object.entries(policy.running.ladders).flatMap(([kind, ladder]) => {
    const offsets = ladderLevels.flatMap((level) => ladder[level] ?? []);
    const rising = offsets.every((offset, index) => offset >= (offsets[index - 1] ?? offset));
    return rising
      ? []
      : [
          {
            path: ['running', 'ladders', kind],
            expected: 'levels in the order L0 to L4, then due',
          },
        ];
  });
