/**
 * Asks the criteria of a policy about a dossier and keeps the verdict with its reasons.
 * Idempotency key: the verdict id (case and version). A second call finds the verdict kept.
 * Only codes go back to the workflow. Final: an unknown dossier or policy version.
 */
import type { CantonCode, CaseId, PolicyDocument, Verdict, VerdictSummary } from '../schemas/index';
import { forCanton } from '../domain/criteria/advise';
import type { AdviceQuestion } from '../domain/criteria/advise';
import { localDate } from '../domain/deadlines/dates';
import type { DossierStore, PolicyStore, VerdictStore } from './ports';

/** Advises on a question; total and without effects. */
export type Criteria = (question: AdviceQuestion) => Verdict;

export interface CriteriaQuestion {
  readonly caseId: CaseId;
  readonly verdictId: string;
  readonly dossierRef: string;
  readonly canton: CantonCode;
  readonly policyId: string;
  /** The version the case runs under; it counts where none is in force on the day. */
  readonly policyVersion: string;
  /** Domain instant. */
  readonly decidedAt: string;
}

interface EvaluatePorts {
  readonly dossiers: DossierStore;
  readonly verdicts: VerdictStore;
  readonly policies: PolicyStore;
  readonly criteria: Criteria;
}

/** New facts are judged by the rules of the day they came; the clocks keep the version of the case. */
const rulesOfTheDay = async (
  policies: PolicyStore,
  { canton, policyId, policyVersion }: CriteriaQuestion,
  on: string,
): Promise<PolicyDocument> =>
  (await policies.findPolicy({ canton, policyId, on })) ??
  policies.getPolicy(policyId, policyVersion);

interface Question {
  readonly advice: AdviceQuestion;
  /** The open case about the same person that this one is to be merged into. */
  readonly sameAs: CaseId | undefined;
}

const questionFor = async (
  { dossiers, policies }: EvaluatePorts,
  asked: CriteriaQuestion,
): Promise<Question> => {
  const { caseId, dossierRef, canton, decidedAt } = asked;
  const on = localDate(decidedAt);
  const [document, duties, { person, facts }] = await Promise.all([
    rulesOfTheDay(policies, asked, on),
    policies.findDuties({ canton, on }),
    dossiers.getDossier(caseId, dossierRef),
  ]);
  const { vn, birthDate } = person;
  // The oldest case stays; a later one about the same person is to be merged into it.
  const [oldest] = vn === undefined ? [] : await dossiers.findCasesByAhv(canton, vn, caseId);
  const advice = {
    document: forCanton(document, canton),
    duties: duties
      .filter(({ running }) => running.id !== document.running.id)
      .map((duty) => forCanton(duty, canton)),
    facts,
    birthDate,
    ...(oldest === undefined ? {} : { samePersonActive: oldest !== caseId }),
    on,
  };
  return { advice, sameAs: oldest === caseId ? undefined : oldest };
};

/** What of a verdict may enter a history: codes and days, no facts. */
const summaryOf = (
  verdictId: string,
  { criteria, exception, score, triage, dutyVerdicts, samePersonActive, ...codes }: Verdict,
): VerdictSummary => ({ verdictId, ...codes });

export const makeEvaluateCriteria =
  (ports: EvaluatePorts) =>
  async (asked: CriteriaQuestion): Promise<VerdictSummary> => {
    const { caseId, verdictId, dossierRef, decidedAt } = asked;
    const { advice, sameAs } = await questionFor(ports, asked);
    const verdict = ports.criteria(advice);
    await ports.verdicts.saveVerdict({ verdictId, caseId, dossierRef, decidedAt, verdict });
    return { ...summaryOf(verdictId, verdict), ...(sameAs && { sameAs }) };
  };
