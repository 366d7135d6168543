/** MUTANT of workflows/alarm.ts: somebody arms the timer anew after every command. */
import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Alarm } from '../../../workflows/alarm';
import { msUntil } from '../../../workflows/now';

export const makeAlarm = (): Alarm => {
  let scope: CancellationScope | undefined;
  let ringing = false;
  return {
    by(engineInstant) {
      ringing = false;
      scope?.cancel();
      if (engineInstant === undefined) return;
      const mine = new CancellationScope();
      scope = mine;
      mine
        .run(() => sleep(Math.max(1, msUntil(engineInstant))))
        .then(
          () => {
            ringing = scope === mine;
          },
          () => undefined,
        );
    },
    reset: () => {
      ringing = true;
    },
    ringing: () => ringing,
  };
};
