/** The one way to a broker. Settings as measured against kills and pauses of a real one. */
import './calm-queue';
import './told-refusals';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Consumer, KafkaConfig, LogEntry, Producer } from 'kafkajs';
import type { Log } from '../telemetry/log';

export type KafkaClient = Kafka;

/** Who we are to a broker that asks; SCRAM-SHA-512 unless said otherwise. */
export interface KafkaLogin {
  readonly username: string;
  readonly password: string;
  readonly mechanism?: 'scram-sha-512' | 'scram-sha-256' | 'plain';
}

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly log: Log;
  readonly login?: KafkaLogin | undefined;
  /** `ca`: PEM of who signed the broker's certificate; `true`: whom Node trusts. */
  readonly tls?: boolean | { readonly ca: string } | undefined;
}

/** kafkajs calls every passing trouble an error; what is final reaches us as an exception anyway. */
const writeTo =
  (log: Log) =>
  ({ level, namespace, log: entry }: LogEntry): void => {
    const { message, error, retryCount } = entry as { message: string } & Record<string, unknown>;
    const line = { kafka: namespace, error, retryCount };
    // Said of every producer of ours: the one that failed is not used again, so nothing hangs on it.
    if (message.startsWith('Limiting retries')) return;
    if (level === logLevel.ERROR) log.warn(line, message);
    else log.debug(line, message);
  };

const sasl = ({ username, password, mechanism = 'scram-sha-512' }: KafkaLogin) =>
  ({ username, password, mechanism }) as NonNullable<KafkaConfig['sasl']>;

const security = ({ login, tls = false }: KafkaSettings): Pick<KafkaConfig, 'sasl' | 'ssl'> => ({
  ssl: typeof tls === 'boolean' ? tls : { ca: [tls.ca] },
  ...(login === undefined ? {} : { sasl: sasl(login) }),
});

/** A client; it connects when a producer, a consumer or an admin made from it does. */
export const makeKafka = (
  settings: KafkaSettings,
  { retries = Number.MAX_SAFE_INTEGER } = {},
): KafkaClient =>
  new Kafka({
    ...security(settings),
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    logLevel: logLevel.WARN,
    logCreator: () => writeTo(settings.log),
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 1_000,
      multiplier: 2,
      factor: 0.2,
      retries,
    },
  });

/**
 * For one send at a time only: with two outstanding an idempotent kafkajs producer loses records. It
 * gives up after a few seconds, for one that was disconnected in the middle of a send connects again
 * and goes on by itself.
 */
export const makeProducer = (kafka: KafkaClient): Producer =>
  kafka.producer({
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 6 },
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });

/** `sessionTimeout` is how long a group needs to notice that a member or a broker is gone. */
export const makeConsumer = (kafka: KafkaClient, groupId: string): Consumer =>
  kafka.consumer({
    groupId,
    sessionTimeout: 6_000,
    heartbeatInterval: 1_500,
    rebalanceTimeout: 15_000,
    maxWaitTimeInMs: 1_000,
    allowAutoTopicCreation: false,
    retry: {
      initialRetryTime: 100,
      maxRetryTime: 1_000,
      retries: 8,
      restartOnFailure: async () => true,
    },
  });
