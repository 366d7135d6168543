/** The outcome of some work, or the reason of an abort that came first; the work itself goes on. */
export const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const done = (): void => {
      signal.removeEventListener('abort', abort);
    };
    work.then(resolve, reject).finally(done);
  });
