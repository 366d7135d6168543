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

/**
 * Runs `work` as a named step: says when it starts, what it does and how long it took.
 * The value that `work` returns is passed on; `summary` turns it into the closing words.
 */
export async function inStep<T>(
  onProgress: OnProgress,
  name: string,
  work: (step: Step) => Promise<T>,
  summary: (value: T) => string = () => '',
): Promise<T> {
  const startedMs = performance.now();
  const say = (phase: ProgressEvent['phase'], text: string): void =>
    onProgress({ step: name, phase, text, elapsedMs: performance.now() - startedMs });
  say('started', '');
  try {
    const value = await work({ note: (text) => say('note', text) });
    say('done', summary(value));
    return value;
  } catch (error) {
    say('failed', '');
    throw error;
  }
}

/** For callers that want to hear nothing. */
export const silent: OnProgress = () => undefined;
