import type { LauncherEnvironment } from './env';
import type { LaunchPorts } from './launch-ports';
import type { OnProgress } from './progress';
import type { StopWish } from './shutdown';

export interface LaunchOptions {
  readonly projectDir: string;
  readonly varDir: string;
  readonly demo: boolean;
  readonly fresh: boolean;
  readonly yes: boolean;
  readonly stop: StopWish;
}

/** One start, as all its steps see it. */
export interface Launch extends LaunchOptions {
  readonly env: LauncherEnvironment;
  readonly dataDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly say: OnProgress;
  print(line: string): void;
}

/** The identity provider: the one that is named from outside, or our own. */
export const issuerOf = ({ env }: Launch, ports: LaunchPorts): string =>
  env.RELAIS_OIDC_ISSUER ?? `http://127.0.0.1:${ports.oidc}`;
