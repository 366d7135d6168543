import type { Exit, RunningProcess } from './process';
import { sleep } from './wait';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A process that lived this long starts again without a pause that grew before. */
const HEALTHY_MS = 30_000;

/** A process that is started again when it dies, until somebody stops it. */
export interface Kept {
  readonly name: string;
  /** The present process id; it changes with every restart. */
  pid(): number;
  stop(): Promise<void>;
}

export interface KeepOptions {
  /** Which exits are answered with a new start; default: all. */
  readonly restartAfter?: (exit: Exit) => boolean;
  readonly onRestart?: (news: { exit: Exit; pauseMs: number; attempt: number }) => void;
  readonly onGone?: (exit: Exit) => void;
}

/**
 * Launches a process and launches it again, with growing pauses, whenever it ends unasked.
 * The first launch must succeed; its error is passed on.
 */
export async function keep(
  launch: () => Promise<RunningProcess>,
  options: KeepOptions = {},
): Promise<Kept> {
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  let current = await launch();
  let startedMs = performance.now();
  let pauseMs = FIRST_PAUSE_MS;

  const relaunch = async (exit: Exit): Promise<boolean> => {
    if (performance.now() - startedMs > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
    for (let attempt = 1; !isStopped(); attempt += 1) {
      options.onRestart?.({ exit, pauseMs, attempt });
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (isStopped()) return false;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      try {
        current = await launch();
        startedMs = performance.now();
        return true;
      } catch {
        // its log says why; a longer pause, then once more
      }
    }
    return false;
  };

  const watch = async (): Promise<void> => {
    for (;;) {
      const exit = await current.exited;
      if (isStopped()) return;
      if (options.restartAfter?.(exit) === false) return options.onGone?.(exit);
      if (!(await relaunch(exit))) return;
      // a start that was under way when the stop came
      if (isStopped()) await current.stop();
    }
  };
  const watching = watch();

  return {
    name: current.name,
    pid: () => current.pid,
    stop: async () => {
      stopped.abort();
      await current.stop();
      await watching;
    },
  };
}
