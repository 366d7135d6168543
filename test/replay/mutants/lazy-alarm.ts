/** MUTANT of workflows/alarm.ts: somebody lets an earlier timer ring instead of arming it anew. */
import { sleep } from '@temporalio/workflow';
import type { Alarm } from '../../../workflows/alarm';
import { msUntil } from '../../../workflows/now';

export const makeAlarm = (): Alarm => {
  let armedFor: number | undefined;
  let ringing = false;
  return {
    set(engineInstant) {
      ringing = false;
      if (engineInstant === undefined || armedFor !== undefined) return;
      armedFor = Date.parse(engineInstant);
      void sleep(Math.max(1, msUntil(engineInstant))).then(() => {
        armedFor = undefined;
        ringing = true;
      });
    },
    ringing: () => ringing,
    ring: () => {
      ringing = true;
    },
  };
};
