import type { OnProgress } from './progress';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8);
/** A step that says nothing for this long is mentioned again, so that nobody wonders. */
const REMINDER_MS = 5_000;

interface Line {
  text: string;
  startedAtMs: number;
  saidAtMs: number;
}

/** Everything that is being done right now, in one line. */
function liveLine(running: ReadonlyMap<string, Line>): string {
  const now = performance.now();
  const parts = [...running].map(([name, { text, startedAtMs }]) =>
    [name, text, seconds(now - startedAtMs).trim()].filter(Boolean).join(' '),
  );
  return `  … ${parts.join(' · ')}`;
}

/** Progress on a terminal, and lines printed between. */
export interface Terminal {
  readonly on: OnProgress;
  print(line: string): void;
  close(): void;
}

/**
 * Prints progress to a terminal: one line for each finished step, and below them, where the output
 * is a terminal, one line that shows what is being done right now with its elapsed time.
 */
export function terminalProgress(out: NodeJS.WriteStream): Terminal {
  const running = new Map<string, Line>();
  const live = out.isTTY;

  const erase = (): void => {
    if (live) out.write('\r\x1b[2K');
  };
  const print = (text: string): void => {
    erase();
    out.write(`${text}\n`);
  };
  const draw = (): void => {
    if (!live || running.size === 0) return;
    erase();
    out.write(liveLine(running).slice(0, Math.max(20, (out.columns || 80) - 1)));
  };
  const remind = (): void => {
    const now = performance.now();
    for (const [name, line] of running) {
      if (live || now - line.saidAtMs < REMINDER_MS) continue;
      line.saidAtMs = now;
      print(`  … ${name.padEnd(22)} ${seconds(now - line.startedAtMs)}  ${line.text}`);
    }
    draw();
  };
  const timer = setInterval(remind, live ? 200 : 1_000);
  timer.unref();

  const on: OnProgress = ({ step, phase, text, elapsedMs }) => {
    const now = performance.now();
    if (phase === 'started') running.set(step, { text, startedAtMs: now, saidAtMs: now });
    const line = running.get(step);
    if (phase === 'note' && line !== undefined) line.text = text;
    if (phase === 'done' || phase === 'failed') {
      running.delete(step);
      const mark = phase === 'done' ? '✓' : '✗';
      print(`  ${mark} ${step.padEnd(22)} ${seconds(elapsedMs)}  ${text}`.trimEnd());
    }
    draw();
  };
  return {
    on,
    print,
    close: () => {
      clearInterval(timer);
      erase();
    },
  };
}
