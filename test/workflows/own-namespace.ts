/** A namespace of its own on the running Temporal server: other files' workers never see its tasks. */
import { randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { temporalAddress } from '../support/engines';
import { eventually } from './world';

const retentionSeconds = 86_400;

export async function ownNamespace(): Promise<{ address: string; namespace: string }> {
  const address = temporalAddress();
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: retentionSeconds as never },
  });
  const client = new Client({ connection, namespace });
  // The server's parts learn of a new namespace one after the other.
  await eventually(async () => {
    const error: unknown = await client.workflow
      .getHandle('nobody')
      .describe()
      .catch((one: unknown) => one);
    return error instanceof WorkflowNotFoundError ? true : undefined;
  });
  await connection.close();
  return { address, namespace };
}
