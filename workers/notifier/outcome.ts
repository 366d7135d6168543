/** What becomes of deliveries after a try. */
import type { ClaimedDelivery } from '../../infra/prisma/delivery-queue';
import type { DeliveryError } from '../../schemas/index';
import type { NotifierParts } from './parts';
import { mailMoment } from './plan';
import { pauseAfter } from './retries';

/** A repetition would fail in the same way, until somebody has changed something. */
const final: readonly DeliveryError[] = [
  'no_address',
  'insecure_address',
  'private_address',
  'endpoint_gone',
  'mailbox_refused',
];

const later = (now: string, pauseMs: number): string =>
  new Date(Date.parse(now) + pauseMs).toISOString();

/** The next try of a mail waits for the office too; a mail of several leaves with its first. */
async function nextTry(
  parts: NotifierParts,
  channel: 'mail' | 'webhook',
  { first, pauseMs }: { readonly first: ClaimedDelivery; readonly pauseMs: number },
): Promise<string> {
  const at = later(parts.now(), pauseMs);
  return channel === 'webhook' ? at : mailMoment(parts, { ...first, digest: false }, at);
}

/** Records that a try failed: the next one is set, or after the last the delivery is given up. */
export async function noteFailure(
  parts: NotifierParts,
  channel: 'mail' | 'webhook',
  { deliveries, error }: { deliveries: readonly ClaimedDelivery[]; error: DeliveryError },
): Promise<void> {
  const [first] = deliveries;
  if (first === undefined) return;
  const { institutionId, tries } = first;
  const pauseMs = final.includes(error) ? undefined : pauseAfter(tries);
  const said = { institutionId, channel, error, tries, count: deliveries.length };
  if (pauseMs === undefined) {
    await parts.queue.giveUp(deliveries, error);
    parts.log.error(said, 'delivery given up: the coordinator sees it');
    return;
  }
  const at = await nextTry(parts, channel, { first, pauseMs });
  await parts.queue.tryAgain(deliveries, at, error);
  parts.log.warn({ ...said, at }, 'not delivered: trying again');
}
