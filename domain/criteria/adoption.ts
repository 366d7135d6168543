/** A policy in one canton: what the document says, with what the canton and the kind add to it. */
import type {
  CantonCode,
  PolicyAdoption,
  PolicyDocument,
  PolicyParameters,
  RunningPolicy,
} from '../../schemas/index';
import { modelRules } from './models';

const adoptionIn = (document: PolicyDocument, canton: CantonCode): PolicyAdoption | undefined =>
  document.adoptedBy.find((adoption) => adoption.canton === canton);

/**
 * The part of the policy that a case of this canton keeps with it; undefined when the canton does
 * not work by the policy. Where the document is silent, its model says who leads and who convenes.
 */
export const runningIn = (
  document: PolicyDocument,
  canton: CantonCode,
): RunningPolicy | undefined => {
  const adoption = adoptionIn(document, canton);
  if (adoption === undefined) return undefined;
  const { running } = document;
  const byModel = modelRules[running.model];
  return {
    ...running,
    canton,
    coordination: adoption.coordination,
    coordinatorGate: running.coordinatorGate ?? byModel.coordinatorGate,
    firstLead: running.firstLead ?? byModel.firstLead,
    convenes: running.convenes ?? byModel.convenes,
  };
};

/** What `parameters.<name>` says in the rules of the policy, as the canton sets it. */
export const parametersIn = (document: PolicyDocument, canton?: CantonCode): PolicyParameters => ({
  ...document.parameters,
  ...(canton === undefined ? {} : adoptionIn(document, canton)?.parameters),
});
