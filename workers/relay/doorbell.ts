/** A bell that may ring before anybody waits for it; many rings before one wait count as one. */
export interface Doorbell {
  ring(): void;
  /** Resolves at the next ring, at once when it rang meanwhile, or after `ms`. */
  wait(ms: number): Promise<void>;
}

export function makeDoorbell(): Doorbell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = undefined;
          rung = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        wake = done;
        if (rung) done();
      }),
  };
}
