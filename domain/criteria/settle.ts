/** What several results say together, in three values (domain.md 4.1). */
import type { CriterionResult, OrientationScore, Verdict } from '../../schemas/index';

export type Judged = readonly CriterionResult[];
type Settled = CriterionResult['result'];

const count = (results: Judged, wanted: Settled): number =>
  results.filter(({ result }) => result === wanted).length;

/** Every one must pass; nothing to ask passes. */
export const settleAll = (results: Judged): Settled => {
  if (count(results, 'fail') > 0) return 'fail';
  return count(results, 'pass') === results.length ? 'pass' : 'unknown';
};

/** One must pass; nothing to ask passes. */
export const settleAny = (results: Judged): Settled => {
  if (results.length === 0 || count(results, 'pass') > 0) return 'pass';
  return count(results, 'fail') === results.length ? 'fail' : 'unknown';
};

/** The score as a reader sees it: how many passed, how many may still pass. */
export const scoreOf = (
  results: Judged,
  { suggestAt, of }: OrientationScore,
): NonNullable<Verdict['score']> => ({
  reached: count(results, 'pass'),
  open: count(results, 'unknown'),
  of: of.length,
  suggestAt,
});

/** Reached, out of reach, or open as long as what is unknown could still decide it. */
export const settleScore = (results: Judged, list: OrientationScore | undefined): Settled => {
  if (list === undefined) return 'pass';
  const { reached, open, suggestAt } = scoreOf(results, list);
  if (reached >= suggestAt) return 'pass';
  return reached + open < suggestAt ? 'fail' : 'unknown';
};
