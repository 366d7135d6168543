/** A broker of one file that lets nobody in without a name, and does nothing without a right. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { provideJava } from '../../infra/engines/java';
import { provideKafka, startKafka } from '../../infra/engines/kafka';
import { secureKafka } from '../../infra/engines/kafka-secured';
import { freePorts } from '../../infra/engines/ports';
import type { KafkaLogin, KafkaSettings } from '../../infra/kafka/client';

const cacheDir =
  process.env['RELAIS_ENGINE_CACHE'] ?? resolve(__dirname, '..', '..', 'var', 'engines');
const silentLog = pino({ level: 'silent' });
const quiet = { note: () => undefined };
export const admin = 'admin';

export interface SecuredBroker {
  /** Settings of a client that logs in as `name`; `more` changes them. */
  as(name: string, more?: Partial<KafkaLogin>): KafkaSettings;
  /** What the environment of one of our processes says, so that it logs in as `name`. */
  environment(name: string): Record<string, string>;
  close(): Promise<void>;
}

/** Starts it with an administrator and these users. */
export async function openSecuredBroker(users: readonly string[]): Promise<SecuredBroker> {
  const dir = mkdtempSync(join(tmpdir(), 'relais-secured-'));
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const places = { cacheDir, logDir: join(dir, 'logs'), runDir: join(dir, 'run') };
  const downloads = { cacheDir, logFile: join(dir, 'logs', 'java-download.log') };
  const java = await provideJava(process.env['JAVA_HOME'], downloads, quiet);
  const home = await provideKafka(places, java, quiet);
  const passwords = Object.fromEntries(
    [admin, ...users].map((name) => [name, randomBytes(12).toString('base64url')]),
  );
  const { more, caFile } = await secureKafka(places, home, { admin, passwords });
  const plan = { ...places, port, controllerPort, dataDir: join(dir, 'data'), more };
  const broker = await startKafka(plan, home, quiet);
  const brokers = [`127.0.0.1:${port}`];
  const ca = readFileSync(caFile, 'utf8');
  return {
    as: (name, other) => ({
      brokers,
      clientId: `test-${name}`,
      log: silentLog,
      login: { username: name, password: passwords[name] ?? '', ...other },
      tls: { ca },
    }),
    environment: (name) => {
      const passwordFile = join(dir, `${name}.password`);
      writeFileSync(passwordFile, `${passwords[name]}\n`, { mode: 0o600 });
      return {
        KAFKA_BROKERS: brokers.join(),
        KAFKA_TLS_CA_FILE: caFile,
        KAFKA_SASL_USERNAME: name,
        KAFKA_SASL_PASSWORD_FILE: passwordFile,
      };
    },
    close: async () => {
      await broker.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
