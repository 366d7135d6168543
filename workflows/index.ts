/** What the worker bundles: every workflow type, nothing else. */
export { caseWorkflow } from './case';
export { policyRolloutWorkflow } from './policy-rollout';
