/**
 * Asks the criteria of a policy about a dossier and keeps the verdict with its reasons.
 * Idempotency key: the verdict id (case and version). A second call finds the verdict kept.
 * Only codes go back to the workflow. Final: an unknown dossier or policy version.
 */
import type { CaseId, Facts, PolicyDocument, Verdict, VerdictSummary } from '../schemas/index';
import type { DossierStore, PolicyStore, VerdictStore } from './ports';

/** Judges facts by a policy; total and without effects. */
export type Criteria = (document: PolicyDocument, facts: Facts) => Verdict;

export interface CriteriaQuestion {
  readonly caseId: CaseId;
  readonly verdictId: string;
  readonly dossierRef: string;
  readonly policyId: string;
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

export const makeEvaluateCriteria =
  ({ dossiers, verdicts, policies, criteria }: EvaluatePorts) =>
  async (question: CriteriaQuestion): Promise<VerdictSummary> => {
    const { caseId, verdictId, dossierRef, policyId, policyVersion, decidedAt } = question;
    const document = await policies.getPolicy(policyId, policyVersion);
    const { facts } = await dossiers.getDossier(caseId, dossierRef);
    const verdict = criteria(document, facts);
    await verdicts.saveVerdict({ verdictId, caseId, dossierRef, decidedAt, verdict });
    const { outcome, missing, route } = verdict;
    return { verdictId, policyId, policyVersion, outcome, missing, route };
  };
