import type { Admin } from 'kafkajs';
import { accessRefused } from './access-refused';
import type { KafkaClient } from './client';

/** Runs `work` with a connection that may administer. Rejects with `AccessRefused` where it may not. */
export async function withAdmin<T>(
  kafka: KafkaClient,
  work: (admin: Admin) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw accessRefused(error) ?? error;
  } finally {
    await admin.disconnect();
  }
}
