/** Web hooks: the same thin event that goes to Kafka, as one CloudEvent in JSON. */
import { noticeEvent } from '../../infra/kafka/cloud-event';
import type { ClaimedDelivery } from '../../infra/prisma/delivery-queue';
import { noteFailure } from './outcome';
import type { NotifierParts } from './parts';

/** At once: a slow endpoint holds up at most these. */
const batchSize = 20;

async function sendOne(parts: NotifierParts, delivery: ClaimedDelivery): Promise<void> {
  const { hook } = await parts.addresses.getAddress(delivery.institutionId);
  const event = noticeEvent(delivery, parts.publicBaseUrl);
  const outcome =
    hook === undefined
      ? ('no_address' as const)
      : await parts.sendHook({
          ...hook,
          id: event.id,
          body: JSON.stringify(event),
          contentType: 'application/cloudevents+json',
        });
  if (outcome === 'delivered') await parts.queue.markDone([delivery], 'delivered');
  else await noteFailure(parts, 'webhook', { deliveries: [delivery], error: outcome });
}

/** Sends what is due; returns how many that were. */
export async function sendHooks(parts: NotifierParts): Promise<number> {
  const due = await parts.queue.claim('webhook', { limit: batchSize, now: parts.now() });
  const sent = await Promise.allSettled(due.map((delivery) => sendOne(parts, delivery)));
  for (const result of sent) {
    // The lease runs out and somebody tries again.
    if (result.status === 'rejected')
      parts.log.error({ err: result.reason as unknown }, 'hook not sent');
  }
  return due.length;
}
