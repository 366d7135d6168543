/** What several lines or versions of a policy must agree on: periods of validity, order of levels. */
import { Temporal } from 'temporal-polyfill';
import { ladderLevels } from '../schemas/index';
import type { PolicyDocument } from '../schemas/index';
import type { Finding } from './policy-rules';
import type { Problem } from './yaml-source';

/** A policy version and where it stands; one that is published already has no place to correct. */
export interface Located {
  readonly policy: PolicyDocument;
  readonly place?: { readonly file: string; lineOf(path: readonly PropertyKey[]): number };
}

interface Clash {
  readonly of: Located;
  readonly part: 'validFrom' | 'validTo' | 'adoptedBy';
  readonly expected: string;
}

const days = (on: string, count: number): string =>
  Temporal.PlainDate.from(on).add({ days: count }).toString();

const own = (of: Located): Clash[] => {
  const { validFrom, validTo } = of.policy;
  return validTo !== undefined && validTo < validFrom
    ? [{ of, part: 'validTo', expected: `validTo not before validFrom (${validFrom})` }]
    : [];
};

const newer = (earlier: Located, later: Located): Located => (later.place ? later : earlier);

const sameVersion = (earlier: Located, later: Located): Clash[] => {
  const { version } = earlier.policy.running;
  if (version !== later.policy.running.version) return [];
  const expected = `a version other than "${version}", which exists already with another content`;
  return [{ of: newer(earlier, later), part: 'validFrom', expected }];
};

/** A version known later may replace an earlier one on days that both cover; else they may not meet. */
const between = (earlier: Located, later: Located): Clash[] => {
  const before = earlier.policy;
  const after = later.policy;
  if (before.knownSince !== after.knownSince) return [];
  const { version } = before.running;
  const { validTo } = before;
  if (validTo !== undefined && validTo < after.validFrom) return [];
  if (!later.place) {
    const last = days(after.validFrom, -1);
    const expected = `validTo ${last} at the latest: version ${after.running.version} begins the day after; this overlaps`;
    return [{ of: earlier, part: 'validTo', expected }];
  }
  const expected =
    validTo === undefined
      ? `version ${version} to have a validTo or another knownSince, because this one follows it`
      : `${days(validTo, 1)}, the day after version ${version}; this overlaps`;
  return [{ of: later, part: 'validFrom', expected }];
};

/** A version must begin while an earlier one covers the day before. */
const gapBefore = (version: Located, earlier: readonly Located[]): Clash[] => {
  const ends = earlier.flatMap(({ policy }) => policy.validTo ?? []);
  const end = ends.sort().at(-1);
  if (end === undefined || ends.length < earlier.length) return [];
  const next = days(end, 1);
  const { validFrom } = version.policy;
  if (validFrom <= next) return [];
  const last = earlier.findLast(({ place }) => place !== undefined);
  return version.place || last === undefined
    ? [
        {
          of: version,
          part: 'validFrom',
          expected: `${next}, the day after the version before; this leaves a gap`,
        },
      ]
    : [
        {
          of: last,
          part: 'validTo',
          expected: `${days(validFrom, -1)}, the day before the next version; this leaves a gap`,
        },
      ];
};

const shown = ({ of, part, expected }: Clash): Problem[] =>
  of.place
    ? [
        {
          file: of.place.file,
          line: of.place.lineOf([part]),
          rule: `${of.policy.running.id} ${part}`,
          expected,
        },
      ]
    : [];

/** Versions of one policy follow each other day by day: no overlap, no gap, no version twice. */
export const checkPeriods = (versions: readonly Located[]): Problem[] => {
  const ids = [...new Set(versions.map(({ policy }) => policy.running.id))];
  return ids.flatMap((id) => {
    const inOrder = versions
      .filter(({ policy }) => policy.running.id === id)
      .sort((a, b) => a.policy.validFrom.localeCompare(b.policy.validFrom));
    return inOrder.flatMap((version, index) => {
      const earlier = inOrder.slice(0, index);
      const clashes = [
        ...own(version),
        ...earlier.flatMap((one) => [...sameVersion(one, version), ...between(one, version)]),
        ...gapBefore(version, earlier),
      ];
      return clashes.flatMap(shown);
    });
  });
};

const overlap = (one: PolicyDocument, other: PolicyDocument): boolean =>
  one.validFrom <= (other.validTo ?? '9999-12-31') &&
  other.validFrom <= (one.validTo ?? '9999-12-31');

/**
 * A case of a canton is judged by one policy: of two that are valid on a day, the one known later.
 * Mandatory referrals are judged beside it and may be several.
 */
export const checkAdoptions = (versions: readonly Located[]): Problem[] =>
  versions
    .filter(({ policy }) => policy.running.model !== 'mandatory_referral')
    .flatMap((of, index, all) =>
      all.slice(0, index).flatMap((other) => {
        const [one, two] = [of.policy, other.policy];
        if (one.running.id === two.running.id || one.knownSince !== two.knownSince) return [];
        const cantons = two.adoptedBy.map(({ canton }) => canton);
        const shared = one.adoptedBy.find(({ canton }) => cantons.includes(canton));
        if (!shared || !overlap(one, two)) return [];
        const { id, version } = two.running;
        const expected = `one policy for the cases of ${shared.canton}; ${id} version ${version} is valid there on the same days`;
        return shown({ of: newer(other, of), part: 'adoptedBy', expected });
      }),
    );

/** A later level never fires before an earlier one. */
export const checkLadders = (policy: PolicyDocument): Finding[] =>
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
