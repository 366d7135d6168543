/** Verdicts per second of the policy with most rules, on one core, beside the same rules read anew. */
import { makeCriteria } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { Facts } from '../../schemas/index';
import type { PolicyDocument } from '../../schemas/index';

export interface CriteriaReport {
  readonly policyId: string;
  readonly rules: number;
  readonly dossiers: number;
  /** Rules parsed once, as the worker does it. */
  readonly perSecond: number;
  /** Rules parsed again for every dossier. */
  readonly perSecondParsedAnew: number;
}

const rulesIn = ({ criteria, exceptions, routes }: PolicyDocument): number =>
  criteria.all.length +
  criteria.any.length +
  (criteria.score?.of.length ?? 0) +
  criteria.ownership.length +
  criteria.triage.reduce((sum, { any }) => sum + any.length, 0) +
  exceptions.length +
  routes.length;

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

/** Invented dossiers, each a little different: about a third of the facts is unknown. */
const dossier = (index: number): Facts =>
  Facts.parse({
    residence: { canton: pick(['fr', 'fr', 'be'], index) },
    permit: { category: pick(['CH', 'B', 'F', 'S', 'N'], index) },
    goal: pick(['sustainable_integration_primary_market', 'keep_job', 'benefit_dispute'], index),
    registrations: pick([['rav'], ['rav', 'sh'], ['sh', 'iv'], ['rav', 'sh', 'iv']], index).map(
      (institution) => ({ institution, state: pick(['active', 'planned', 'active'], index) }),
    ),
    problemAreas: pick([['health'], ['debt', 'language'], ['labour_market', 'health']], index).map(
      (area, at) => ({ area, grade: pick(['light', 'heavy', 'unclear'], index + at) }),
    ),
    workCapacity: { percent: index % 101 },
    availabilityPercent: (index * 7) % 101,
    unemployed: index % 2 === 0,
    ...(index % 3 === 0 ? {} : { complexSituation: index % 4 !== 0 }),
    ...(index % 5 === 0
      ? {}
      : { integrationPotential: pick(['real', 'uncertain', 'none'], index) }),
    ...(index % 7 === 0 ? {} : { consent: { status: pick(['given', 'refused'], index) } }),
  });

const perSecond = (count: number, work: (index: number) => void): number => {
  const start = performance.now();
  for (let index = 0; index < count; index += 1) work(index);
  return (count * 1000) / (performance.now() - start);
};

/** Measures in this process alone; needs no engine. */
export const measureCriteria = (dossiers: number): CriteriaReport => {
  const largest = [...loadPolicies()].sort((a, b) => rulesIn(b) - rulesIn(a))[0];
  if (largest === undefined) throw new Error('there is no policy in policies/');
  const facts = Array.from({ length: dossiers }, (_, index) => dossier(index));
  const criteria = makeCriteria(makeExpressions());
  const judge = (index: number): void => void criteria(largest, pick(facts, index));
  perSecond(Math.min(200, dossiers), judge); // warm up
  const anew = Math.max(20, Math.round(dossiers / 50));
  return {
    policyId: largest.running.id,
    rules: rulesIn(largest),
    dossiers,
    perSecond: perSecond(dossiers, judge),
    perSecondParsedAnew: perSecond(
      anew,
      (index) => void makeCriteria(makeExpressions())(largest, pick(facts, index)),
    ),
  };
};

/** The same for people. */
export const criteriaText = (report: CriteriaReport): string => {
  const { policyId, rules, dossiers, perSecond: once, perSecondParsedAnew: anew } = report;
  return [
    `Criteria of ${policyId} (${String(rules)} rules) over ${String(dossiers)} dossiers, one core`,
    `  verdicts per second, rules parsed once        ${once.toFixed(0)}`,
    `  verdicts per second, rules parsed each time   ${anew.toFixed(0)}`,
    `  parsed once : parsed each time                ${(once / anew).toFixed(1)}×`,
    '',
  ].join('\n');
};
