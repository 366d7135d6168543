/** From the configuration of a process to the settings of its client. */
import { readFileSync } from 'node:fs';
import type { Config } from '../config';
import type { Log } from '../telemetry/log';
import type { KafkaLogin, KafkaSettings } from './client';

/** Secrets mounted as files usually end in a line break, passwords do not. */
const secretIn = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');

const loginOf = ({ kafkaLogin }: Config): KafkaLogin | undefined => {
  if (kafkaLogin === undefined) return undefined;
  const { username, mechanism, password, passwordFile } = kafkaLogin;
  const secret = passwordFile === undefined ? password : secretIn(passwordFile);
  if (secret === undefined || secret === '') {
    throw new Error(`KAFKA_SASL_PASSWORD_FILE: no password for "${username}" in it`);
  }
  return { username, mechanism, password: secret };
};

/** Reads the files that the configuration names; throws when one is not there or empty. */
export const kafkaSettings = (config: Config, clientId: string, log: Log): KafkaSettings => {
  const { on, caFile } = config.kafkaTls;
  return {
    brokers: config.kafkaBrokers,
    clientId,
    log,
    login: loginOf(config),
    tls: on && caFile !== undefined ? { ca: readFileSync(caFile, 'utf8') } : on,
  };
};
