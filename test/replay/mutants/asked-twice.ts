/** MUTANT of workflows/proxies.ts: somebody asks the criteria twice, to be sure. */
import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index';

const activities = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s' });

export const { loadRules, record } = activities;
export const evaluateCriteria: Activities['evaluateCriteria'] = async (question) => {
  await activities.evaluateCriteria(question);
  return activities.evaluateCriteria(question);
};
