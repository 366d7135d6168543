/** Whether somebody works for the cases: asked when one command was not answered. */
import type { Client } from '@temporalio/client';

/** A waiting poll is renewed within a minute; who has not asked for longer is gone. */
const pollMs = 90_000;
const timeoutMs = 3_000;

/** True when Temporal answers and a worker has asked it for work lately. Never throws. */
export async function isEngineThere(client: Client, taskQueue: string): Promise<boolean> {
  const { workflowService } = client.connection;
  const { namespace } = client.options;
  try {
    const { pollers } = await client.withDeadline(Date.now() + timeoutMs, () =>
      workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
      }),
    );
    return pollers.some(
      ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > Date.now() - pollMs,
    );
  } catch {
    // Whatever the reason, nobody is answered now, and the next command asks again.
    return false;
  }
}
