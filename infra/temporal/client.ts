/** The connection to Temporal for processes that start and update cases. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';

export interface TemporalAddress {
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
}

export interface TemporalClient {
  readonly client: Client;
  /** Resolves when the server answers within the time; throws when it does not. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The SDK's retries, but not past the end: a retry that is due on a closed channel throws from its
 * timer, where nobody can catch it. `settle` lets none begin any more and outwaits the last.
 */
const makeRetries = () => {
  const usual = defaultGrpcRetryOptions();
  let closing = false;
  let lastRetryMs = 0;
  const interceptor = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closing && usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delayMs = usual.delayFunction(attempt, status);
      lastRetryMs = Math.max(lastRetryMs, Date.now() + delayMs);
      return delayMs;
    },
  });
  const settle = async (): Promise<void> => {
    closing = true;
    const leftMs = lastRetryMs - Date.now();
    if (leftMs > -graceMs) await pause(leftMs + graceMs);
  };
  return { interceptor, settle };
};
/** A timer may fire a little after its time. */
const graceMs = 100;

/**
 * Opens a client; the connection is made at the first call and made again whenever it breaks, so a
 * process may start before Temporal does.
 */
export const connectTemporal = (at: TemporalAddress): TemporalClient => {
  const { temporalAddress: address, temporalNamespace: namespace } = at;
  const retries = makeRetries();
  const connection = Connection.lazy({ address, interceptors: [retries.interceptor] });
  const client = new Client({ connection, namespace });
  return {
    client,
    ping: async (timeoutMs) => {
      try {
        await connection.withDeadline(Date.now() + timeoutMs, () =>
          connection.workflowService.describeNamespace({ namespace }),
        );
      } catch (error) {
        throw new Error(`Temporal at ${address}, namespace ${namespace}, does not answer`, {
          cause: error,
        });
      }
    },
    close: async () => {
      await retries.settle();
      await connection.close();
    },
  };
};
