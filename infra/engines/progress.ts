/** One line of news about a step: what is being done, and for how long (milliseconds). */
export interface ProgressEvent {
  readonly step: string;
  readonly phase: 'started' | 'note' | 'done' | 'failed';
  readonly text: string;
  readonly elapsedMs: number;
}

export type OnProgress = (event: ProgressEvent) => void;

/** A running step; its owner says `note` while it works. */
export interface Step {
  note(text: string): void;
}

/** How a step is called, who hears of it, and the closing words about what it gave. */
export interface StepPlan<T> {
  readonly on: OnProgress;
  readonly name: string;
  readonly summary?: (value: T) => string;
}

/**
 * Runs `work` as a named step: says when it starts, what it does and how long it took.
 * The value that `work` returns is passed on.
 */
export async function inStep<T>(plan: StepPlan<T>, work: (step: Step) => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const say = (phase: ProgressEvent['phase'], text: string): void =>
    plan.on({ step: plan.name, phase, text, elapsedMs: performance.now() - startedMs });
  say('started', '');
  try {
    const value = await work({ note: (text) => say('note', text) });
    say('done', plan.summary?.(value) ?? '');
    return value;
  } catch (error) {
    say('failed', '');
    throw error;
  }
}

/** For callers that want to hear nothing. */
export const silent: OnProgress = () => undefined;
