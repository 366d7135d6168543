/**
 * The access criteria of a policy over the facts of a dossier (domain.md 4). The verdict is advice:
 * a person confirms it.
 *
 * Order of precedence:
 * 0. a policy that does not speak of this person gives `not_applicable`;
 * 1. an exception that is known to hold decides; one that is unknown decides nothing, because an
 *    exclusion must be shown. Only when it names `needs` are its facts required;
 * 2. a criterion of `all` that fails, an `any` of which every one fails, or an orientation score that
 *    cannot be reached any more decides: whatever is still unknown could not change the result;
 * 3. unknown gives `returned_info` with exactly the facts that still matter, never a rejection;
 * 4. then the first rule of ownership that holds says whose case it is; without any, it is admitted.
 */
import type {
  CriterionResult,
  JudgedFacts,
  PolicyDocument,
  PolicyException,
  Verdict,
} from '../../schemas/index';
import { judge } from './judge';
import { knownFacts } from './known-facts';
import { reasonFor } from './reason';
import { scoreOf, settleAll, settleAny, settleScore } from './settle';
import type { Judged } from './settle';
import type { Expressions } from './judge';

export type { Expressions } from './judge';

type JudgeOne = (criterion: PolicyDocument['criteria']['all'][number]) => CriterionResult;
type Advice = Pick<Verdict, 'outcome' | 'missing' | 'lead' | 'redirectTo' | 'deferFor'>;

interface JudgedRule<Rule> {
  readonly rule: Rule;
  readonly result: CriterionResult;
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
const missingOf = (results: Judged): string[] => results.flatMap(({ missing }) => missing);
const judgeRules = <Rule extends PolicyDocument['criteria']['all'][number]>(
  rules: readonly Rule[],
  judgeOne: JudgeOne,
): JudgedRule<Rule>[] => rules.map((rule) => ({ rule, result: judgeOne(rule) }));

/** What a policy says when nothing stands in the way. */
export const successOf = ({ running }: PolicyDocument): Verdict['outcome'] =>
  running.model === 'mandatory_referral' ? 'duty' : 'admitted';

/** The first rule of ownership that holds; one that is unknown before it leaves the question open. */
const owned = (
  document: PolicyDocument,
  ownership: readonly JudgedRule<PolicyDocument['criteria']['ownership'][number]>[],
): Advice => {
  if (ownership.length === 0) return { outcome: successOf(document), missing: [] };
  const first = ownership.find(({ result }) => result.result !== 'fail');
  if (first === undefined) return { outcome: document.criteria.otherwise, missing: [] };
  if (first.result.result === 'unknown')
    return { outcome: 'returned_info', missing: unique(first.result.missing) };
  const { then, lead } = first.rule;
  return { outcome: then, missing: [], ...(lead === undefined ? {} : { lead }) };
};

interface JudgedCriteria {
  readonly all: Judged;
  readonly any: Judged;
  readonly score: Judged;
  readonly required: Judged;
}

const gate = (
  document: PolicyDocument,
  { all, any, score, required }: JudgedCriteria,
): Advice | undefined => {
  const byScore = settleScore(score, document.criteria.score);
  const settled = [settleAll(all), settleAny(any), byScore];
  if (settled.includes('fail')) return { outcome: document.criteria.otherwise, missing: [] };
  if (!settled.includes('unknown') && settleAll(required) !== 'unknown') return undefined;
  const open = [
    ...all,
    ...(settleAny(any) === 'unknown' ? any : []),
    ...(byScore === 'unknown' ? score : []),
    ...required,
  ];
  return { outcome: 'returned_info', missing: unique(missingOf(open)) };
};

/** Whom the policy speaks of at all; undefined when it speaks of this person. */
const scoped = (applies: Judged): Advice | undefined => {
  const settled = settleAll(applies);
  if (settled === 'pass') return undefined;
  return settled === 'fail'
    ? { outcome: 'not_applicable', missing: [] }
    : { outcome: 'returned_info', missing: unique(missingOf(applies)) };
};

const excepted = ({ then, to, after }: PolicyException): Advice => ({
  outcome: then,
  missing: [],
  ...(to === undefined ? {} : { redirectTo: to }),
  ...(after === undefined ? {} : { deferFor: after }),
});

const decidedBy = ({ rule, result }: JudgedRule<PolicyException>): CriterionResult => ({
  ...result,
  reason: reasonFor('exception', rule.text),
});

/** What a list of orientation and a triage add to the advice; nothing when the policy has none. */
const orientation = (
  document: PolicyDocument,
  judgeOne: JudgeOne,
  score: Judged,
): Pick<Verdict, 'score' | 'triage'> => {
  const { score: list, triage } = document.criteria;
  const sectors = triage.map(({ sector, any }) => ({
    sector,
    // A sector whose signs the source does not give is unknown, not open to everybody.
    result: any.length === 0 ? ('unknown' as const) : settleAny(any.map(judgeOne)),
  }));
  return {
    ...(list === undefined ? {} : { score: scoreOf(score, list) }),
    ...(sectors.length === 0 ? {} : { triage: sectors }),
  };
};

/**
 * The verdict of one policy version on one set of facts, with a reason per criterion.
 * Throws what `expressions` throws when a rule of the policy is no valid expression.
 * `document.parameters` are those of the canton asked about (`forCanton`).
 * Sources: domain.md 4.1 (three values), 4.2 (kinds of criteria), 4.3 (exceptions).
 */
export const evaluate = (
  document: PolicyDocument,
  facts: JudgedFacts,
  expressions: Expressions,
): Verdict => {
  const known = { ...knownFacts(facts), parameters: document.parameters };
  const judgeOne: JudgeOne = (criterion) => judge(criterion, known, expressions);
  const { criteria } = document;
  const applies = criteria.applies.map(judgeOne);
  const all = criteria.all.map(judgeOne);
  const any = criteria.any.map(judgeOne);
  const score = (criteria.score?.of ?? []).map(judgeOne);
  const ownership = judgeRules(criteria.ownership, judgeOne);
  const exceptions = judgeRules(document.exceptions, judgeOne);
  const outside = scoped(applies);
  const holding =
    outside === undefined ? exceptions.find(({ result }) => result.result === 'pass') : undefined;
  const required = exceptions
    .filter(({ rule, result }) => rule.needs && result.result === 'unknown')
    .map(({ result }) => result);
  const advice: Advice =
    outside ??
    (holding
      ? excepted(holding.rule)
      : (gate(document, { all, any, score, required }) ?? owned(document, ownership)));
  const deciders = ownership.map(({ result }) => result);
  return {
    policyId: document.running.id,
    policyVersion: document.running.version,
    ...advice,
    criteria: [
      ...[...all, ...any, ...score, ...deciders, ...applies],
      ...(holding ? [decidedBy(holding)] : required),
    ],
    ...(holding ? { exception: holding.rule.id } : {}),
    route: document.routes
      .filter((route) => expressions.evaluate(route.when, known) === true)
      .map(({ to, purpose }) => ({ to, purpose })),
    ...orientation(document, judgeOne, score),
  };
};
