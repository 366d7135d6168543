/**
 * The advice on one dossier on one day: the verdict of the policy under the reading that is more
 * favourable to the person, the referrals that the law demands, and the day to ask again.
 */
import type {
  CantonCode,
  Duty,
  Facts,
  JudgedFacts,
  PolicyDocument,
  Verdict,
  VerdictOutcome,
} from '../../schemas/index';
import { addDays } from '../deadlines/dates';
import { parametersIn } from './adoption';
import { evaluate } from './evaluate';
import type { Expressions } from './judge';
import { daysOfAge, possibleAges } from './readings';

/** Everything a verdict depends on: the same question gives the same verdict. */
export interface AdviceQuestion {
  /** The policy of the case, as the canton adopted it (`forCanton`). */
  readonly document: PolicyDocument;
  /** The mandatory referrals of the canton, likewise. */
  readonly duties: readonly PolicyDocument[];
  readonly facts: Facts;
  /** Full, `1991-05` or `1991`; unknown when absent. */
  readonly birthDate?: string | undefined;
  readonly samePersonActive?: boolean | undefined;
  /** The day for which it is asked. */
  readonly on: string;
}

/** The document with the parameters that the canton set. */
export const forCanton = (document: PolicyDocument, canton: CantonCode): PolicyDocument => ({
  ...document,
  parameters: parametersIn(document, canton),
});

/** From what opens most to the person to what opens least. */
const favourable: readonly VerdictOutcome[] = [
  'admitted',
  'duty',
  'bilateral',
  'ordinary',
  'deferred',
  'returned_info',
  'merge',
  'redirected',
  'not_admitted',
  'not_applicable',
];

type Readings = readonly [JudgedFacts, ...JudgedFacts[]];

const readingsOf = ({ facts, birthDate, samePersonActive, on }: AdviceQuestion): Readings => {
  const known: JudgedFacts = {
    ...facts,
    ...(samePersonActive === undefined ? {} : { samePersonActive }),
  };
  if (birthDate === undefined) return [known];
  const aged = (age: number): JudgedFacts => ({ ...known, person: { age } });
  const [age, ...others] = possibleAges(birthDate, on);
  return [aged(age), ...others.map(aged)];
};

const rankOf = ({ outcome }: Verdict): number => favourable.indexOf(outcome);

/** Below it a person consents through a guardian, where a policy does not say otherwise [P]. */
const usualGuardianAge = 18;

/** A person who may be a minor: the gate asks for the guardian rather than too little. */
const needsGuardian = ({ document, birthDate, on }: AdviceQuestion): boolean => {
  const { guardian_age: age = usualGuardianAge } = document.parameters;
  return (
    birthDate !== undefined &&
    typeof age === 'number' &&
    possibleAges(birthDate, on).some((years) => years < age)
  );
};

/** Of several readings the one more favourable to the person; flagged when they differ. */
const mostFavourable = (
  document: PolicyDocument,
  [first, ...others]: Readings,
  expressions: Expressions,
): Verdict =>
  others
    .map((facts) => evaluate(document, facts, expressions))
    .reduce<Verdict>(
      (best, verdict) => {
        if (verdict.outcome === best.outcome) return best;
        const better = rankOf(verdict) < rankOf(best) ? verdict : best;
        return { ...better, flags: ['partial_birth_date'] };
      },
      evaluate(document, first, expressions),
    );

type DutyVerdicts = NonNullable<Verdict['dutyVerdicts']>;

const dutyOf = (document: PolicyDocument, verdict: Verdict): readonly Duty[] => {
  const { dutyTerm } = document;
  if (verdict.outcome !== 'duty' || dutyTerm === undefined) return [];
  const { policyId, policyVersion, route } = verdict;
  return route.map((to) => ({ policyId, policyVersion, ...to, term: dutyTerm }));
};

const judgeDuties = (
  { duties }: AdviceQuestion,
  readings: Readings,
  expressions: Expressions,
): { owed: readonly Duty[]; judged: DutyVerdicts } => {
  const verdicts = duties.map((document) => ({
    document,
    verdict: mostFavourable(document, readings, expressions),
  }));
  return {
    owed: verdicts.flatMap(({ document, verdict }) => dutyOf(document, verdict)),
    judged: verdicts.map(({ verdict }) => {
      const { policyId, policyVersion, outcome, criteria, missing } = verdict;
      return { policyId, policyVersion, outcome, criteria, missing };
    }),
  };
};

/** Parameters that are ages: a person who reaches one is another case for the rules. */
const agesIn = ({ parameters }: PolicyDocument): number[] =>
  Object.entries(parameters).flatMap(([name, value]) =>
    name.endsWith('_age') && typeof value === 'number' ? [value] : [],
  );

/** The next day on which a fact changes without anybody telling; undefined when none will. */
const reviewDay = ({ document, facts, birthDate, on }: AdviceQuestion): string | undefined => {
  const dates = [
    ...(birthDate === undefined
      ? []
      : agesIn(document).flatMap((age) => daysOfAge(birthDate, age))),
    ...[facts.permit?.validTo, facts.consent?.expiresOn].flatMap((last) =>
      last === undefined ? [] : [addDays(last, 1)],
    ),
  ];
  return dates.filter((day) => day > on).sort()[0];
};

/**
 * Advises on one question. Total and without effects; throws what `evaluate` throws.
 * Sources: domain.md 4.1 (three values), 5.1 (partly known birth dates), 2.1 (duty to register).
 */
export const advise = (question: AdviceQuestion, expressions: Expressions): Verdict => {
  const readings = readingsOf(question);
  const verdict = mostFavourable(question.document, readings, expressions);
  const { owed, judged } = judgeDuties(question, readings, expressions);
  const reviewOn = reviewDay(question);
  const { samePersonActive, facts, on } = question;
  const { validTo } = facts.permit ?? {};
  return {
    ...verdict,
    ...(needsGuardian(question) && { flags: [...(verdict.flags ?? []), 'guardian_needed'] }),
    ...(validTo !== undefined && validTo > on && { permitEndsOn: validTo }),
    ...(owed.length === 0 ? {} : { duties: [...owed] }),
    ...(judged.length === 0 ? {} : { dutyVerdicts: judged }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
    ...(samePersonActive === undefined ? {} : { samePersonActive }),
  };
};

/** `advise` with its expressions already chosen, as the activity takes it. */
export const makeCriteria =
  (expressions: Expressions) =>
  (question: AdviceQuestion): Verdict =>
    advise(question, expressions);
