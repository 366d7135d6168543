/** One round of the notifier: new deliveries get their time, and what is due leaves. */
import type { NotifierParts } from './parts';
import { planDeliveries } from './plan';
import { sendHooks } from './send-hooks';
import { sendMails } from './send-mails';

/** Returns how much there was to do. Rejects when the database is away. */
export async function notifyRound(parts: NotifierParts): Promise<number> {
  const planned = await planDeliveries(parts);
  const [hooks, mails] = await Promise.all([sendHooks(parts), sendMails(parts)]);
  return planned + hooks + mails;
}
