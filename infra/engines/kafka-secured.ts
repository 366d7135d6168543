/** A broker as in production: TLS, a name and a password for everybody, and rights by ACL only. */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command';
import type { KafkaHome, KafkaMore, KafkaPlan } from './kafka';

/** Names and passwords. The administrator may do everything; the others only what ACLs say. */
export interface KafkaUsers {
  readonly admin: string;
  readonly passwords: Readonly<Record<string, string>>;
}

export interface SecuredKafka {
  readonly more: KafkaMore;
  /** PEM of the certificate that clients must trust. */
  readonly caFile: string;
}

const iterations = 4_096;
const passwordBytes = 18;

/** The salted password, so that the password itself stands in no list of processes. */
const scramOf = (name: string, password: string): string => {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64');
  const parts = [
    `name=${name}`,
    `iterations=${iterations}`,
    `salt="${salt.toString('base64')}"`,
    `saltedpassword="${salted}"`,
  ];
  return `SCRAM-SHA-512=[${parts.join(',')}]`;
};

/** A key and a certificate that vouches for itself, by the tool that every Java brings along. */
async function makeCertificate(
  { logDir, runDir }: Pick<KafkaPlan, 'logDir' | 'runDir'>,
  { java }: Pick<KafkaHome, 'java'>,
  keystorePassword: string,
): Promise<{ keystoreFile: string; caFile: string }> {
  const keystoreFile = join(runDir, 'broker.p12');
  const caFile = join(runDir, 'broker.pem');
  const folder = dirname(java.command);
  const store = ['-keystore', keystoreFile, '-alias', 'broker', '-storepass:env', 'STORE_PASSWORD'];
  const keytool = (...args: string[]): Promise<void> =>
    runCommand({
      step: 'Kafka',
      command: folder === '.' ? 'keytool' : join(folder, 'keytool'),
      args: [...args, ...store],
      env: { ...process.env, STORE_PASSWORD: keystorePassword },
      logFile: join(logDir, 'kafka.log'),
      advice: ['keytool belongs to every Java; JAVA_HOME names another one'],
    });
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  await keytool(
    '-genkeypair',
    ...['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '3650', '-storetype', 'PKCS12'],
    ...[
      '-dname',
      'CN=localhost',
      '-ext',
      'san=ip:127.0.0.1,dns:localhost',
      '-ext',
      'bc:critical=ca:true',
    ],
  );
  await keytool('-exportcert', '-rfc', '-file', caFile);
  return { keystoreFile, caFile };
}

/**
 * Makes what a secured broker needs; hand `more` to `startKafka` in the plan. Users are written when
 * the storage is formatted: for a folder of data that exists they stay as they were.
 */
export async function secureKafka(
  plan: Pick<KafkaPlan, 'logDir' | 'runDir'>,
  home: Pick<KafkaHome, 'java'>,
  { admin, passwords }: KafkaUsers,
): Promise<SecuredKafka> {
  const keystorePassword = randomBytes(passwordBytes).toString('base64url');
  const files = await makeCertificate(plan, home, keystorePassword);
  const adminPassword = passwords[admin];
  if (adminPassword === undefined) throw new Error(`no password for the administrator ${admin}`);
  return {
    caFile: files.caFile,
    more: {
      template: 'secured.properties',
      values: { ...files, keystorePassword, admin, adminPassword },
      formatArgs: Object.entries(passwords).flatMap(([name, password]) => [
        '--add-scram',
        scramOf(name, password),
      ]),
    },
  };
}
