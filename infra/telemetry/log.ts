import pino from 'pino';
import type { Logger } from 'pino';
import { currentTrace } from './trace';

export type Log = Logger;

/** Names under which something personal or secret could ever hang on a log line. */
const forbidden = [
  'person', 'dossier', 'facts', 'vn', 'officialName', 'firstName', 'birthDate', 'address', 'phone',
  'mail', 'token', 'access_token', 'authorization', 'password', 'masterKey', 'databaseUrl',
]; // prettier-ignore

const paths = forbidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** So that the lines of one request are found together, and with the caller's own. */
const traceOf = (): object => {
  const [, traceId] = currentTrace()?.split('-') ?? [];
  return traceId === undefined ? {} : { traceId };
};

/**
 * The logger of one process: one JSON object a line on stdout. What could be personal or secret is
 * replaced before it is written.
 */
export const makeLog = (name: string, level = 'info'): Log =>
  pino({
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: traceOf,
    redact: { paths, censor: '[hidden]' },
  });
