import type { EnginePorts } from './plan-ports';
import type { Engine } from './preflight';
import type { OnProgress } from './progress';

/** What somebody who needs engines says about them. */
export interface EngineOptions {
  /** Everything the engines write (data, logs, process ids) lies below this folder. */
  readonly dir: string;
  /** `persistent`: data survives. `ephemeral`: random ports, nothing is synced to disk. */
  readonly mode: 'persistent' | 'ephemeral';
  readonly want: readonly Engine[];
  /** Where downloads are kept; shared by all runs of this checkout. */
  readonly cacheDir: string;
  readonly ports?: Partial<EnginePorts>;
  readonly external?: {
    readonly databaseUrl?: string | undefined;
    readonly temporalAddress?: string | undefined;
    readonly kafkaBrokers?: string | undefined;
  };
  /** Name of the database in our own Postgres; default `relais`. */
  readonly database?: string;
  readonly temporalNamespace?: string;
  readonly javaHome?: string | undefined;
  readonly onProgress?: OnProgress;
  /** Told when an engine died and is started again. */
  readonly onRestart?: (engine: string, pauseMs: number) => void;
}
