/** What the environment says about Kafka. Only infra/config.ts reads it; here is its shape. */
import { z } from 'zod';

const address = z.string().regex(/^[^\s:]+:\d{1,5}$/, { error: 'expected host:port' });
const list = (text: string): string[] => text.split(',').map((one) => one.trim());

/** Variables and their development defaults. */
export const kafkaEnvironment = z.object({
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:19092')
    .transform(list)
    .pipe(z.array(address).min(1)),
  KAFKA_SASL_USERNAME: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
  KAFKA_SASL_PASSWORD_FILE: z.string().min(1).optional(),
  KAFKA_SASL_MECHANISM: z
    .string()
    .default('scram-sha-512')
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['scram-sha-512', 'scram-sha-256', 'plain'])),
  KAFKA_TLS: z.enum(['true', 'false']).optional(),
  KAFKA_TLS_CA_FILE: z.string().min(1).optional(),
  RELAIS_KAFKA_WAIVED: z
    .string()
    .default('')
    .transform((text) => list(text).filter((one) => one !== ''))
    .pipe(z.array(z.enum(['sasl', 'tls']))),
});

type Environment = z.infer<typeof kafkaEnvironment>;

export interface KafkaConfig {
  readonly kafkaBrokers: readonly string[];
  /** Undefined: nobody is asked who he is. One of the two passwords is there. */
  readonly kafkaLogin?:
    | {
        readonly username: string;
        readonly mechanism: Environment['KAFKA_SASL_MECHANISM'];
        readonly password?: string | undefined;
        readonly passwordFile?: string | undefined;
      }
    | undefined;
  /** `caFile`: PEM of who signed the broker's certificate; without one, whom Node trusts. */
  readonly kafkaTls: { readonly on: boolean; readonly caFile?: string | undefined };
}

const tlsIsOn = ({ KAFKA_TLS, KAFKA_TLS_CA_FILE }: Environment): boolean =>
  KAFKA_TLS === 'true' || (KAFKA_TLS === undefined && KAFKA_TLS_CA_FILE !== undefined);

const loginIssues = (env: Environment): string[] => {
  const { KAFKA_SASL_USERNAME: name, KAFKA_SASL_PASSWORD: word } = env;
  const given = [word, env.KAFKA_SASL_PASSWORD_FILE].filter((one) => one !== undefined).length;
  if (name === undefined) return given === 0 ? [] : ['KAFKA_SASL_USERNAME: needed with a password'];
  return given === 1
    ? []
    : ['KAFKA_SASL_PASSWORD_FILE: needed with a user name (or KAFKA_SASL_PASSWORD, not both)'];
};

const tlsIssues = (env: Environment): string[] => {
  const readable = env.KAFKA_SASL_USERNAME !== undefined && env.KAFKA_SASL_MECHANISM === 'plain';
  return [
    ...(env.KAFKA_TLS === 'false' && env.KAFKA_TLS_CA_FILE !== undefined
      ? ['KAFKA_TLS: false, and yet KAFKA_TLS_CA_FILE is given']
      : []),
    ...(readable && !tlsIsOn(env)
      ? ['KAFKA_SASL_MECHANISM: plain sends the password as it is, and needs KAFKA_TLS']
      : []),
  ];
};

/** In production the broker must know who we are, and nobody on the way may listen. */
const openIssues = (env: Environment): string[] => [
  ...(env.KAFKA_SASL_USERNAME === undefined && !env.RELAIS_KAFKA_WAIVED.includes('sasl')
    ? ['KAFKA_SASL_USERNAME: needed here (RELAIS_KAFKA_WAIVED=sasl,tls takes the risk)']
    : []),
  ...(!tlsIsOn(env) && !env.RELAIS_KAFKA_WAIVED.includes('tls')
    ? ['KAFKA_TLS: needed here (RELAIS_KAFKA_WAIVED=tls where the network itself encrypts)']
    : []),
];

/** What does not go together; each line names a variable. */
export const kafkaIssues = (env: Environment, isProduction: boolean): string[] => [
  ...loginIssues(env),
  ...tlsIssues(env),
  ...(isProduction ? openIssues(env) : []),
];

/** The part of the configuration that is about Kafka. */
export function kafkaConfigOf(env: Environment): KafkaConfig {
  const username = env.KAFKA_SASL_USERNAME;
  return {
    kafkaBrokers: Object.freeze(env.KAFKA_BROKERS),
    kafkaLogin:
      username === undefined
        ? undefined
        : Object.freeze({
            username,
            mechanism: env.KAFKA_SASL_MECHANISM,
            password: env.KAFKA_SASL_PASSWORD,
            passwordFile: env.KAFKA_SASL_PASSWORD_FILE,
          }),
    kafkaTls: Object.freeze({ on: tlsIsOn(env), caFile: env.KAFKA_TLS_CA_FILE }),
  };
}

/** The same without the password. */
export const printKafka = ({ kafkaLogin, ...rest }: KafkaConfig): object => ({
  ...rest,
  kafkaLogin: kafkaLogin && { ...kafkaLogin, password: undefined },
});
