/** MUTANT of workflows/proxies.ts: somebody renames an activity under the running cases. */
import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index';

type Renamed = Omit<Activities, 'record'> & { readonly recordStep: Activities['record'] };

const activities = proxyLocalActivities<Renamed>({ startToCloseTimeout: '10s' });

export const { loadRules, evaluateCriteria, recordStep: record } = activities;
