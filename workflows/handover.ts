/**
 * What one case causes in another, as a workflow beside both: neither waits for the other, and the
 * one it came from may have ended. It goes on until the other case answered.
 */
import type { Handover } from '../domain/case/handover';
import { handOver } from './proxies';

export async function handoverWorkflow(handover: Handover): Promise<void> {
  await handOver(handover);
}
