/**
 * One timer at a time, for the next due event. Armed anew only when that moment changed: a timer left
 * to ring for nothing costs five history events, a change of mind two (measured on the straight path).
 */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { msUntil } from './now';

export interface Alarm {
  /** Will ring at an engine instant, or not at all; a ringing alarm is silenced. */
  set(engineInstant: string | undefined): void;
  ringing(): boolean;
  /** Rings now: the clock itself moved. */
  ring(): void;
}

interface Armed {
  readonly for: string;
  readonly scope: CancellationScope;
}

export const makeAlarm = (): Alarm => {
  let armed: Armed | undefined;
  let ringing = false;

  const arm = (engineInstant: string): void => {
    const mine: Armed = { for: engineInstant, scope: new CancellationScope() };
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
    set(engineInstant) {
      ringing = false;
      if (armed?.for === engineInstant) return;
      armed?.scope.cancel();
      armed = undefined;
      if (engineInstant !== undefined) arm(engineInstant);
    },
    ringing: () => ringing,
    ring() {
      ringing = true;
    },
  };
};
