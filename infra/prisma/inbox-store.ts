/** Events of inbox topics that were dealt with: Kafka delivers again what it is not sure about. */
import type { InstitutionId } from '../../schemas/index';
import type { Database } from './database';

export interface InboxStore {
  seen(institutionId: InstitutionId, eventId: string): Promise<boolean>;
  /** Remembers what became of an event: `taken` or the code of the refusal. The first word stays. */
  remember(institutionId: InstitutionId, eventId: string, outcome: string): Promise<void>;
}

export const makeInboxStore = (db: Database): InboxStore => ({
  async seen(institutionId, eventId) {
    const where = { institutionId_eventId: { institutionId, eventId } };
    return (await db.inboxRecord.findUnique({ where, select: { outcome: true } })) !== null;
  },

  async remember(institutionId, eventId, outcome) {
    const data = [{ institutionId, eventId, outcome }];
    await db.inboxRecord.createMany({ data, skipDuplicates: true });
  },
});
