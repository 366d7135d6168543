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

const between = (earlier: Located, later: Located): string[] => {
  const before = earlier.policy;
  const after = later.policy;
  if (before.running.version === after.running.version)
    return [`a version other than "${before.running.version}", which exists already`];
  if (before.validTo === undefined)
    return [`version ${before.running.version} to have a validTo, because this one follows it`];
  const next = dayAfter(before.validTo);
  if (after.validFrom === next) return [];
  const wrong = after.validFrom < next ? 'overlaps' : 'leaves a gap';
  return [`${next}, the day after version ${before.running.version}; this ${wrong}`];
};

/** Versions of one policy follow each other day by day: no overlap, no gap, no version twice. */
export const checkPeriods = (versions: readonly Located[]): Problem[] => {
  const ids = [...new Set(versions.map(({ policy }) => policy.running.id))];
  return ids.flatMap((id) => {
    const inOrder = versions
      .filter(({ policy }) => policy.running.id === id)
      .sort((a, b) => a.policy.validFrom.localeCompare(b.policy.validFrom));
    return inOrder.flatMap((version, index) => {
      const previous = inOrder[index - 1];
      const wrong = [...own(version), ...(previous ? between(previous, version) : [])];
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
