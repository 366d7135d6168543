/** Whether the broker lets us in, before there is anything to send. */
import { setTimeout as delay } from 'node:timers/promises';
import { accessRefused } from './access-refused';
import { makeKafka } from './client';
import type { KafkaSettings } from './client';

const firstPauseMs = 250;
const longestPauseMs = 10_000;

/**
 * Resolves when the broker accepted this login, or when `stopping` is aborted; waits out an outage.
 * Rejects with `AccessRefused` when password, mechanism or certificate do not fit.
 */
export async function knock(settings: KafkaSettings, stopping: AbortSignal): Promise<void> {
  // The client would try for ever, also with a certificate that nobody vouches for.
  const kafka = makeKafka(settings, { retries: 0 });
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      return;
    } catch (error) {
      const refused = accessRefused(error, settings.login?.username);
      if (refused !== undefined) throw refused;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await delay(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
  }
}
