/**
 * One timer at a time. A timer that is armed for an earlier moment is left alone: when it rings for
 * nothing, the loop asks again. That spares two history events for every command that moves a
 * deadline further away, which most commands do.
 */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { msUntil } from './now';

export interface Alarm {
  /** Will ring at an engine instant at the latest; a ringing alarm is silenced. */
  by(engineInstant: string | undefined): void;
  /** Rings now and forgets what was armed: the clock itself moved. */
  reset(): void;
  ringing(): boolean;
}

export const makeAlarm = (): Alarm => {
  let armed: { readonly at: number; readonly scope: CancellationScope } | undefined;
  let ringing = false;

  const arm = (engineInstant: string): void => {
    armed?.scope.cancel();
    const mine = { at: Date.parse(engineInstant), scope: new CancellationScope() };
    armed = mine;
    const ring = (): void => {
      if (armed !== mine) return;
      armed = undefined;
      ringing = true;
    };
    const unlessCancelled = (error: unknown): void => {
      if (!isCancellation(error)) throw error;
    };
    mine.scope.run(() => sleep(Math.max(1, msUntil(engineInstant)))).then(ring, unlessCancelled);
  };

  return {
    by(engineInstant) {
      ringing = false;
      if (engineInstant === undefined) return;
      if (armed === undefined || Date.parse(engineInstant) < armed.at) arm(engineInstant);
    },
    reset() {
      armed?.scope.cancel();
      armed = undefined;
      ringing = true;
    },
    ringing: () => ringing,
  };
};
