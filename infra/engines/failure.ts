/** What went wrong at which step, where the log is, and what the reader can do about it. */
export class EngineFailure extends Error {
  readonly step: string;
  readonly logFile: string | undefined;
  readonly advice: readonly string[];

  constructor(
    step: string,
    what: string,
    more: { advice?: readonly string[]; logFile?: string; cause?: unknown } = {},
  ) {
    super(`${step}: ${what}`, { cause: more.cause });
    this.name = 'EngineFailure';
    this.step = step;
    this.logFile = more.logFile;
    this.advice = more.advice ?? [];
  }
}

/** A failure as text for a terminal: the step, the log file, what to do. Never a stack trace. */
export function explain(error: unknown): string {
  if (!(error instanceof EngineFailure)) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const lines = [error.message];
  if (error.cause instanceof Error) lines.push(`  because: ${error.cause.message}`);
  for (const line of error.advice) lines.push(`  → ${line}`);
  if (error.logFile !== undefined) lines.push(`  log: ${error.logFile}`);
  return lines.join('\n');
}
