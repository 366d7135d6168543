/**
 * Asks the criteria of a policy about a dossier and keeps the verdict with its reasons.
 * Idempotency key: the verdict id (case and version). A second call finds the verdict kept.
 * Only codes go back to the workflow. Final: an unknown dossier or policy version.
 */
import type {
  CantonCode,
  CaseId,
  Facts,
  PolicyDocument,
  Verdict,
  VerdictSummary,
} from '../schemas/index';
import type { DossierStore, PolicyStore, VerdictStore } from './ports';

/** Judges facts by a policy; total and without effects. */
export type Criteria = (document: PolicyDocument, facts: Facts) => Verdict;

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
  { canton, policyId, policyVersion, decidedAt }: CriteriaQuestion,
): Promise<PolicyDocument> =>
  (await policies.findPolicy({ canton, policyId, on: decidedAt.slice(0, 10) })) ??
  policies.getPolicy(policyId, policyVersion);

export const makeEvaluateCriteria =
  ({ dossiers, verdicts, policies, criteria }: EvaluatePorts) =>
  async (question: CriteriaQuestion): Promise<VerdictSummary> => {
    const { caseId, verdictId, dossierRef, decidedAt } = question;
    const document = await rulesOfTheDay(policies, question);
    const { facts } = await dossiers.getDossier(caseId, dossierRef);
    const verdict = criteria(document, facts);
    await verdicts.saveVerdict({ verdictId, caseId, dossierRef, decidedAt, verdict });
    const { policyId, policyVersion, outcome, missing, route } = verdict;
    return { verdictId, policyId, policyVersion, outcome, missing, route };
  };
