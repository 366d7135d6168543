import { z } from 'zod';
import { EngineFailure } from './failure';

const port = z.coerce.number().int().min(1).max(65_535).optional();
const address = z
  .string()
  .regex(/^[^\s:]+:\d{1,5}$/, 'expected host:port')
  .optional();

/** What the launcher may be told from outside. Unset means: chosen or started by ourselves. */
const Environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'expected postgresql://user:password@host:port/database')
    .optional(),
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: z.string().min(1).default('relais'),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s:,]+:\d{1,5}(\s*,\s*[^\s:,]+:\d{1,5})*$/, 'expected host:port[,host:port…]')
    .optional(),
  JAVA_HOME: z.string().min(1).optional(),
  RELAIS_ENGINE_CACHE: z.string().min(1).optional(),
  RELAIS_MASTER_KEY_FILE: z.string().min(1).optional(),
  RELAIS_OIDC_ISSUER: z.url().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  RELAIS_API_PORT: port,
  RELAIS_OIDC_PORT: port,
  RELAIS_SMTP_PORT: port,
  RELAIS_MAIL_PAGE_PORT: port,
  RELAIS_POSTGRES_PORT: port,
  RELAIS_TEMPORAL_PORT: port,
  RELAIS_TEMPORAL_UI_PORT: port,
  RELAIS_KAFKA_PORT: port,
});

export type LauncherEnvironment = Readonly<z.infer<typeof Environment>>;

/**
 * Reads the launcher's variables; one that makes no sense is an `EngineFailure` that names it.
 * This file and `infra/config.ts` are the only readers of the environment: the launcher runs before
 * there is anything for `config.ts` to read.
 */
export function readLauncherEnvironment(): LauncherEnvironment {
  // An empty variable is how shells and compose files say "unset".
  const given = Object.entries(process.env).filter(([, value]) => value !== '');
  const result = Environment.safeParse(Object.fromEntries(given));
  if (result.success) return Object.freeze(result.data);
  throw new EngineFailure('environment', 'a variable is not what it should be', {
    advice: result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  });
}

/** The environment that every process inherits (PATH and the like). */
export const inheritedEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env });
