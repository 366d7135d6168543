import { proxyActivities } from '@temporalio/workflow';

export const { record } = proxyActivities<{ record: () => Promise<void> }>({
  startToCloseTimeout: '1 minute',
});
