/**
 * The least that a case could cost on Temporal: it answers updates, does nothing in its activities,
 * decides nothing, stores nothing, and has one timer armed for as long as it lives.
 */
import { condition, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import type { BareActivities } from './contract';
import { stepUpdate } from './contract';

const { doNothing } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '10m',
});

export async function bareCase(): Promise<void> {
  let steps = 0;
  setHandler(stepUpdate, async (activities) => {
    for (let done = 0; done < activities; done += 1) await doNothing();
    steps += 1;
    return steps;
  });
  await condition(() => steps > 0);
  await sleep('30 days');
}
