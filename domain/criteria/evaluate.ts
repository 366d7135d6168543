/**
 * The access criteria of a policy over the facts of a dossier (domain.md 4). The verdict is advice:
 * a person confirms it.
 *
 * Order of precedence:
 * 1. an exception that is known to hold decides; one that is unknown decides nothing, because an
 *    exclusion must be shown. Only when it names `needs` are its facts required;
 * 2. a criterion of `all` that fails, or an `any` of which every one fails, decides: whatever is
 *    still unknown could not change the result any more;
 * 3. unknown gives `returned_info` with exactly the facts that still matter, never a rejection.
 */
import type {
  CriterionResult,
  Facts,
  PolicyDocument,
  PolicyException,
  Verdict,
} from '../../schemas/index';
import { judge } from './judge';
import { knownFacts } from './known-facts';
import { reasonFor } from './reason';
import type { Expressions } from './judge';

export type { Expressions } from './judge';

type Judged = readonly CriterionResult[];
type Settled = CriterionResult['result'];

interface JudgedException {
  readonly exception: PolicyException;
  readonly result: CriterionResult;
}

const settleAll = (results: Judged): Settled => {
  if (results.some(({ result }) => result === 'fail')) return 'fail';
  return results.every(({ result }) => result === 'pass') ? 'pass' : 'unknown';
};

const settleAny = (results: Judged): Settled => {
  if (results.length === 0 || results.some(({ result }) => result === 'pass')) return 'pass';
  return results.every(({ result }) => result === 'fail') ? 'fail' : 'unknown';
};

const unique = (names: readonly string[]): string[] => [...new Set(names)];
const missingOf = (results: Judged): string[] => results.flatMap(({ missing }) => missing);

/** Applies the rules below the exceptions: what failed, what is open, what is admitted. */
const settle = (
  document: PolicyDocument,
  judged: { all: Judged; any: Judged; required: Judged },
): Pick<Verdict, 'outcome' | 'missing'> => {
  const { all, any, required } = judged;
  const verdicts = [settleAll(all), settleAny(any)];
  if (verdicts.includes('fail')) return { outcome: document.criteria.otherwise, missing: [] };
  const open = [...all, ...(settleAny(any) === 'unknown' ? any : []), ...required];
  const undecided = verdicts.includes('unknown') || settleAll(required) === 'unknown';
  return undecided
    ? { outcome: 'returned_info', missing: unique(missingOf(open)) }
    : { outcome: 'admitted', missing: [] };
};

const decidedBy = ({ exception, result }: JudgedException): CriterionResult => ({
  ...result,
  reason: reasonFor('exception', exception.text),
});

/**
 * The verdict of one policy version on one set of facts, with a reason per criterion.
 * Throws what `expressions` throws when a rule of the policy is no valid expression.
 * Sources: domain.md 4.1 (three values), 4.3 (exceptions).
 */
export const evaluate = (
  document: PolicyDocument,
  facts: Facts,
  expressions: Expressions,
): Verdict => {
  const known = knownFacts(facts);
  const judgeOne = (criterion: PolicyDocument['criteria']['all'][number]): CriterionResult =>
    judge(criterion, known, expressions);
  const all = document.criteria.all.map(judgeOne);
  const any = document.criteria.any.map(judgeOne);
  const exceptions = document.exceptions.map((exception) => ({
    exception,
    result: judgeOne(exception),
  }));
  const holding = exceptions.find(({ result }) => result.result === 'pass');
  const required = exceptions
    .filter(({ exception, result }) => exception.needs && result.result === 'unknown')
    .map(({ result }) => result);
  const settled = holding
    ? { outcome: holding.exception.then, missing: [] }
    : settle(document, { all, any, required });
  return {
    policyId: document.running.id,
    policyVersion: document.running.version,
    ...settled,
    criteria: [...all, ...any, ...(holding ? [decidedBy(holding)] : required)],
    ...(holding ? { exception: holding.exception.id } : {}),
    route: document.routes
      .filter((route) => expressions.evaluate(route.when, known) === true)
      .map(({ to, purpose }) => ({ to, purpose })),
  };
};

/** `evaluate` with its expressions already chosen, as the activity takes it. */
export const makeCriteria =
  (expressions: Expressions) =>
  (document: PolicyDocument, facts: Facts): Verdict =>
    evaluate(document, facts, expressions);
