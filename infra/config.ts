/** The configuration of every process: the only reader of the environment (house law). */
import { z } from 'zod';
import { kafkaConfigOf, kafkaEnvironment, kafkaIssues, printKafka } from './kafka/environment';
import type { KafkaConfig } from './kafka/environment';

const port = (preferred: number) => z.coerce.number().int().min(1).max(65_535).default(preferred);
const address = z.string().regex(/^[^\s:]+:\d{1,5}$/, { error: 'expected host:port' });

/** Variables and their development defaults. What is secret has no default. */
const Environment = z.object({
  RELAIS_PROFILE: z.enum(['production', 'development', 'demo', 'test']).default('development'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, {
    error: 'expected postgresql://user:password@host:port/database',
  }),
  TEMPORAL_ADDRESS: address.default('127.0.0.1:17233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('relais'),
  ...kafkaEnvironment.shape,
  RELAIS_API_HOST: z.string().min(1).default('127.0.0.1'),
  RELAIS_API_PORT: port(8080),
  RELAIS_OIDC_PORT: port(8081),
  RELAIS_OIDC_ISSUER: z.url().optional(),
  RELAIS_OIDC_AUDIENCE: z.string().min(1).default('relais-api'),
  RELAIS_MASTER_KEY_FILE: z.string().min(1),
  RELAIS_CLOCK_RATE: z.coerce.number().positive().max(1_000_000).default(1),
  RELAIS_CLOCK_DOMAIN_ORIGIN: z.iso.datetime({ offset: true }).optional(),
  RELAIS_PUBLIC_BASE_URL: z.url().optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected smtp://user:password@host:port' })
    .default('smtp://127.0.0.1:18025'),
  RELAIS_MAIL_FROM: z.email().default('relais@relais.invalid'),
  RELAIS_MAIL_PAGE_PORT: port(18026),
  RELAIS_CACHE_DIR: z.string().min(1).default('var/cache'),
  RELAIS_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});
type Environment = z.infer<typeof Environment>;

export interface Config extends KafkaConfig {
  readonly profile: Environment['RELAIS_PROFILE'];
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly apiHost: string;
  readonly apiPort: number;
  readonly oidcPort: number;
  readonly oidcIssuer: string;
  readonly oidcAudience: string;
  readonly masterKeyFile: string;
  /** `rate`: domain milliseconds per engine millisecond; where the demo's domain time begins. */
  readonly clock: { readonly rate: number; readonly domainOrigin?: string | undefined };
  readonly publicBaseUrl: string;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  /** Where the catcher of development shows its mails. */
  readonly mailPagePort: number;
  /** What can be made anew: may be emptied at any time. */
  readonly cacheDir: string;
  readonly logLevel: Environment['RELAIS_LOG_LEVEL'];
}

/** A variable that is missing or makes no sense; the message names every such variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const bendsTime = (env: Environment): boolean =>
  env.RELAIS_CLOCK_RATE !== 1 || env.RELAIS_CLOCK_DOMAIN_ORIGIN !== undefined;

const productionIssues = (env: Environment): string[] => [
  ...(bendsTime(env) ? ['RELAIS_CLOCK_*: production runs on the clock on the wall'] : []),
  ...(env.RELAIS_OIDC_ISSUER === undefined ? ['RELAIS_OIDC_ISSUER: needed here'] : []),
  ...(env.RELAIS_PUBLIC_BASE_URL === undefined ? ['RELAIS_PUBLIC_BASE_URL: needed here'] : []),
];

const issuesOf = (env: Environment): string[] => {
  const isProduction = env.RELAIS_PROFILE === 'production';
  return [...(isProduction ? productionIssues(env) : []), ...kafkaIssues(env, isProduction)];
};

/** Reads the configuration once; frozen. Throws a ConfigError that names every wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is how shells and compose files say "unset".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  const issues = parsed.success
    ? issuesOf(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || issues.length > 0) {
    throw new ConfigError(`the environment is not complete:\n  ${issues.join('\n  ')}`);
  }
  const { data } = parsed;
  return Object.freeze({
    profile: data.RELAIS_PROFILE,
    databaseUrl: data.DATABASE_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalNamespace: data.TEMPORAL_NAMESPACE,
    ...kafkaConfigOf(data),
    apiHost: data.RELAIS_API_HOST,
    apiPort: data.RELAIS_API_PORT,
    oidcPort: data.RELAIS_OIDC_PORT,
    oidcIssuer: data.RELAIS_OIDC_ISSUER ?? `http://127.0.0.1:${data.RELAIS_OIDC_PORT}`,
    oidcAudience: data.RELAIS_OIDC_AUDIENCE,
    masterKeyFile: data.RELAIS_MASTER_KEY_FILE,
    clock: Object.freeze({
      rate: data.RELAIS_CLOCK_RATE,
      domainOrigin: data.RELAIS_CLOCK_DOMAIN_ORIGIN,
    }),
    publicBaseUrl: data.RELAIS_PUBLIC_BASE_URL ?? `http://127.0.0.1:${data.RELAIS_API_PORT}`,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.RELAIS_MAIL_FROM,
    mailPagePort: data.RELAIS_MAIL_PAGE_PORT,
    cacheDir: data.RELAIS_CACHE_DIR,
    logLevel: data.RELAIS_LOG_LEVEL,
  });
}

const withoutPassword = (address: string): string => {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  return url.href;
};

/** The configuration as it may stand in a log: every password is left out. */
export const printConfig = (config: Config): Record<string, unknown> => ({
  ...config,
  ...printKafka(config),
  databaseUrl: withoutPassword(config.databaseUrl),
  smtpUrl: withoutPassword(config.smtpUrl),
});
