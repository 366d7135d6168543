/** Mails that are due: one for each notice, or one a day for an institution that wants it so. */
import { toDomain } from '../../domain/deadlines/clock';
import type { ClaimedDelivery } from '../../infra/prisma/delivery-queue';
import type { InstitutionId } from '../../schemas/index';
import { isToAnswer, linkEnd } from '../answers';
import { composeMail } from './compose';
import type { Item } from './compose';
import { noteFailure } from './outcome';
import type { NotifierParts, OfficeEntry } from './parts';

const batchSize = 10;
const digestSize = 200;
async function itemOf(parts: NotifierParts, delivery: ClaimedDelivery): Promise<Item> {
  const { caseId, institutionId, notice, state } = delivery;
  const { referralId } = notice;
  if (referralId === undefined || !isToAnswer(state, institutionId, referralId)) {
    return { delivery };
  }
  const now = toDomain(await parts.getClock(), parts.now());
  const until = linkEnd(now);
  const path = await parts.links.make({ institutionId, caseId, referralId, expiresAt: until });
  return { delivery, answer: { url: `${parts.publicBaseUrl}${path}`, until } };
}

/** One referral gets one link, however many notices of it stand in a mail: the last. */
async function itemsOf(
  parts: NotifierParts,
  deliveries: readonly ClaimedDelivery[],
): Promise<Item[]> {
  const about = ({ caseId, notice }: ClaimedDelivery): string =>
    `${caseId} ${notice.referralId ?? ''}`;
  const last = new Map(deliveries.map((delivery) => [about(delivery), delivery]));
  const items: Item[] = [];
  for (const delivery of deliveries) {
    const isLast = last.get(about(delivery)) === delivery;
    items.push(isLast ? await itemOf(parts, delivery) : { delivery });
  }
  return items;
}

async function namesOf(
  parts: NotifierParts,
  deliveries: readonly ClaimedDelivery[],
): Promise<ReadonlyMap<InstitutionId, OfficeEntry['name']>> {
  const ids = new Set(deliveries.flatMap(({ notice }) => notice.from ?? []));
  const found = await Promise.all([...ids].map((id) => parts.findInstitution(id)));
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one.name] as const])));
}

/** All of one institution. */
async function sendMail(
  parts: NotifierParts,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  const [first] = deliveries;
  if (first === undefined) return;
  const { institutionId, caseId, seq, part } = first;
  const [recipient, { mailbox }] = await Promise.all([
    parts.findInstitution(institutionId),
    parts.addresses.getAddress(institutionId),
  ]);
  if (recipient === undefined || mailbox === undefined) {
    return noteFailure(parts, 'mail', { deliveries, error: 'no_address' });
  }
  const names = await namesOf(parts, deliveries);
  const { publicBaseUrl } = parts;
  const outcome = await parts.mailer.send(
    composeMail({
      recipient,
      mailbox,
      items: await itemsOf(parts, deliveries),
      nameOf: (id) => names.get(id),
      publicBaseUrl,
      host: new URL(publicBaseUrl).hostname,
      id: `${caseId}-${String(seq)}-${String(part)}-${String(deliveries.length)}`,
    }),
  );
  if (outcome === 'sent') return parts.queue.markDone(deliveries, 'sent');
  return noteFailure(parts, 'mail', { deliveries, error: outcome });
}

/** Sends what is due; returns how many notices that were. */
export async function sendMails(parts: NotifierParts): Promise<number> {
  const now = parts.now();
  const single = await parts.queue.claim('mail', { limit: batchSize, now });
  const digest = await parts.queue.claim('digest', { limit: digestSize, now });
  const mails = [...single.map((one) => [one]), digest];
  const sent = await Promise.allSettled(mails.map((deliveries) => sendMail(parts, deliveries)));
  for (const result of sent) {
    // The lease runs out and somebody tries again.
    if (result.status === 'rejected')
      parts.log.error({ err: result.reason as unknown }, 'mail not sent');
  }
  return single.length + digest.length;
}
