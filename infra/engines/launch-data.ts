import { join } from 'node:path';
import { runCommand } from './command';
import { inheritedEnvironment } from './env';
import type { Engines } from './index';
import { issuerOf } from './launch-context';
import type { Launch } from './launch-context';
import type { LaunchPorts } from './launch-ports';
import { migrate } from './migrate';
import { seedFile } from './processes';
import { inStep } from './progress';
import { typeScriptArgs } from './workers';

/** What the earlier steps of a start have brought. */
export interface StartedParts {
  readonly engines: Engines;
  readonly ports: LaunchPorts;
  readonly keyFile: string;
}

/** What our own processes are told about this start. */
export function childEnvironment(
  self: Launch,
  { engines, ports, keyFile }: StartedParts,
): NodeJS.ProcessEnv {
  return {
    ...inheritedEnvironment(),
    // Node 22 and newer keep compiled code there, which makes the next start quicker.
    NODE_COMPILE_CACHE: join(self.varDir, 'cache', 'node'),
    DATABASE_URL: engines.databaseUrl,
    TEMPORAL_ADDRESS: engines.temporalAddress,
    TEMPORAL_NAMESPACE: engines.temporalNamespace,
    KAFKA_BROKERS: engines.kafkaBrokers,
    RELAIS_API_PORT: String(ports.api),
    RELAIS_OIDC_PORT: String(ports.oidc),
    RELAIS_OIDC_ISSUER: issuerOf(self, ports),
    SMTP_URL: self.env.SMTP_URL ?? `smtp://127.0.0.1:${ports.smtp}`,
    RELAIS_MAIL_PAGE_PORT: String(ports.mails),
    RELAIS_MASTER_KEY_FILE: keyFile,
    RELAIS_PROFILE: self.demo ? 'demo' : 'development',
  };
}

/** Migrates the database and writes directory, policies and topics where they are missing. */
export async function prepareData(
  self: Launch,
  databaseUrl: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { projectDir, logDir } = self;
  const migrations = { projectDir, databaseUrl, env, logFile: join(logDir, 'migrate.log') };
  const words = (count: number): string => (count === 0 ? 'up to date' : `${count} applied`);
  await inStep({ on: self.say, name: 'migrations', summary: words }, () => migrate(migrations));
  const seed = {
    step: self.demo ? 'directory, demo data' : 'directory',
    command: process.execPath,
    args: [...typeScriptArgs(projectDir, seedFile), ...(self.demo ? ['--demo'] : [])],
    cwd: projectDir,
    env,
    logFile: join(logDir, 'seed.log'),
    advice: ['the end of the log says why'],
  };
  await inStep({ on: self.say, name: seed.step }, () => runCommand(seed));
}
