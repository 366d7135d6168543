/** The connection to Temporal for processes that start and update cases. */
import { Client, Connection } from '@temporalio/client';

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
 * Opens a client; the connection is made at the first call and made again whenever it breaks, so a
 * process may start before Temporal does.
 */
export const connectTemporal = (at: TemporalAddress): TemporalClient => {
  const { temporalAddress: address, temporalNamespace: namespace } = at;
  const connection = Connection.lazy({ address });
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
    close: () => connection.close(),
  };
};
