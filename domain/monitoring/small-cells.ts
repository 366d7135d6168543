/**
 * Small figures, left out for whoever does not work on the cases (domain.md 7): behind a figure of four
 * stand four persons, and a colleague of theirs may know which.
 */
import type { Indicator } from '../../schemas/index';

/** A figure as it was counted. */
export type Counted = Omit<Indicator, 'value' | 'of'> & {
  readonly value: number;
  readonly of: number;
};

const left = (figure: Counted): Indicator => ({ ...figure, value: null, of: null });

/**
 * A share says as much of those it does not count: it needs so many on both sides, or none on one.
 * With how many it is a share of stays, where those are enough.
 */
const shown = (figure: Counted, least: number): Indicator => {
  const { of, value, measure } = figure;
  const isSmall = (count: number): boolean => count > 0 && count < least;
  if (isSmall(of)) return left(figure);
  if (measure !== 'share') return { ...figure };
  const part = Math.round(value * of);
  return isSmall(part) || isSmall(of - part) ? { ...figure, value: null } : { ...figure };
};

/** Counts that add up to something a reader may know: those of one name, and of one pair. */
const familyOf = ({ name, from, to, measure }: Counted): string | undefined =>
  measure === 'count' ? [name, from, to].join(' ') : undefined;

/**
 * Which of a family are left out. One alone could be reckoned from the sum of all, and so could the
 * sum of several: then the next smallest goes with them until what is missing is large enough.
 */
const leftOut = (family: readonly Counted[], least: number): ReadonlySet<Counted> => {
  const rising = family.filter(({ of }) => of > 0).sort((a, b) => a.of - b.of);
  const small = rising.filter(({ of }) => of < least).length;
  if (small === 0) return new Set();
  const enough = rising.findIndex((_, index) => {
    const missing = rising.slice(0, index + 1);
    return (
      missing.length >= Math.max(2, small) && missing.reduce((sum, { of }) => sum + of, 0) >= least
    );
  });
  return new Set(enough === -1 ? rising : rising.slice(0, enough + 1));
};

/**
 * The figures as somebody may see them who is told of none behind which fewer than `least` stand: in
 * their place null. `least` 1 leaves everything as it is.
 */
export const withoutSmall = (figures: readonly Counted[], least: number): readonly Indicator[] => {
  const families = new Map<string, Counted[]>();
  for (const figure of figures) {
    const family = familyOf(figure);
    if (family !== undefined) families.set(family, [...(families.get(family) ?? []), figure]);
  }
  const out = new Set([...families.values()].flatMap((family) => [...leftOut(family, least)]));
  return figures.map((figure) => (out.has(figure) ? left(figure) : shown(figure, least)));
};
