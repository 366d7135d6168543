/** Verdicts per second of the policy with most rules, on one core, beside the same rules read anew. */
import { forCanton, makeCriteria } from '../../domain/criteria/advise';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { Facts, rulesOf } from '../../schemas/index';
import type { CantonCode, PolicyDocument } from '../../schemas/index';

export interface CriteriaReport {
  readonly policyId: string;
  readonly rules: number;
  readonly dossiers: number;
  /** Rules parsed once, as the worker does it. */
  readonly perSecond: number;
  /** Rules parsed again for every dossier. */
  readonly perSecondParsedAnew: number;
}

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

/** Invented dossiers, each a little different: about a third of the facts is unknown. */
export const inventedFacts = (index: number): Facts =>
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

/** The policy with most rules as one of its cantons works by it, and the duties judged beside it. */
export const largestPolicy = (
  wanted?: CantonCode,
): { document: PolicyDocument; duties: PolicyDocument[] } => {
  const policies = loadPolicies();
  const isDuty = ({ running }: PolicyDocument): boolean => running.model === 'mandatory_referral';
  const [largest] = policies
    .filter((one) => !isDuty(one))
    .filter(({ adoptedBy }) => wanted === undefined || adoptedBy[0]?.canton === wanted)
    .sort((one, other) => rulesOf(other).length - rulesOf(one).length);
  const canton = largest?.adoptedBy[0]?.canton;
  if (largest === undefined || canton === undefined)
    throw new Error('there is no policy in policies/');
  const ofCanton = policies.filter(({ adoptedBy }) =>
    adoptedBy.some((one) => one.canton === canton),
  );
  return {
    document: forCanton(largest, canton),
    duties: ofCanton.filter(isDuty).map((duty) => forCanton(duty, canton)),
  };
};

/** Measures in this process alone; needs no engine. */
export const measureCriteria = (dossiers: number): CriteriaReport => {
  const rules = largestPolicy();
  const facts = Array.from({ length: dossiers }, (_, index) => inventedFacts(index));
  const question = (index: number) => ({
    ...rules,
    facts: pick(facts, index),
    birthDate: '1991-05-06',
    samePersonActive: false,
    on: '2026-06-01',
  });
  const criteria = makeCriteria(makeExpressions());
  const judge = (index: number): void => void criteria(question(index));
  perSecond(Math.min(200, dossiers), judge); // warm up
  const anew = Math.max(20, Math.round(dossiers / 50));
  return {
    policyId: rules.document.running.id,
    rules: [rules.document, ...rules.duties].flatMap(rulesOf).length,
    dossiers,
    perSecond: perSecond(dossiers, judge),
    perSecondParsedAnew: perSecond(
      anew,
      (index) => void makeCriteria(makeExpressions())(question(index)),
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
