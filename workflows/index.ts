/** What the worker bundles: every workflow type, nothing else. */
export { caseWorkflow } from './case';
export { handoverWorkflow } from './handover';
export { policyRolloutWorkflow } from './policy-rollout';
export { recoverWorkflow } from './recover';
export { surveyWorkflow } from './survey';
