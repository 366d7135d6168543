import { endCommands } from './command';
import { stopLeftovers } from './process';

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 1_000;
const FORCED_GRACE_MS = 500;

/** Says whether and when somebody asked us to stop. */
export interface StopWish {
  readonly wanted: Promise<void>;
  isWanted(): boolean;
}

/**
 * Listens for Ctrl-C and its kin. The first asks for an orderly stop; a second one, at least a
 * second later, ends every process in `runDir` by force.
 */
export function shutdownSignals(runDir: string): StopWish {
  let firstMs: number | undefined;
  let fulfil = (): void => undefined;
  const wanted = new Promise<void>((resolve) => {
    fulfil = resolve;
  });
  const force = async (): Promise<void> => {
    process.stderr.write('\nStopping by force …\n');
    endCommands();
    await stopLeftovers(runDir, { graceMs: FORCED_GRACE_MS });
    process.exit(1);
  };
  const onSignal = (): void => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      process.stderr.write('\nStopping (once more: by force) …\n');
      fulfil();
    } else if (performance.now() - firstMs > SAME_PRESS_MS) {
      void force();
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return { wanted, isWanted: () => firstMs !== undefined };
}
