/** The disability insurance of Zürich, whose people are away over the reminders of a silent referral. */
import { makeAbsenceStore } from '../../infra/prisma/absence-store';
import type { Database } from '../../infra/prisma/database';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { officer } from '../support/builders';

export async function enterAwayOffice(db: Database): Promise<void> {
  const name = { de: 'IV', fr: 'AI', it: 'AI', en: 'DI' };
  await makeDirectoryStore(db).upsertInstitution({
    id: 'zh-iv',
    name,
    kind: 'iv',
    canton: 'zh',
    language: 'de',
    channel: 'kafka',
    contacts: [
      { userId: 'ida', role: 'contact' },
      { userId: 'dan', role: 'deputy' },
      { userId: 'mia', role: 'management' },
    ],
  });
  const by = { ...officer('zh-iv'), institutionId: 'zh-iv' };
  const absences = makeAbsenceStore(db);
  const [contact, deputy] = ['ida', 'dan'].map((userId) => ({ institutionId: 'zh-iv', userId }));
  // The contact is away over the reminder, the deputy on the day of the second one.
  await absences.enter({ ...contact!, from: '2026-04-07', to: '2026-04-14' }, by);
  await absences.enter({ ...deputy!, from: '2026-04-20', to: '2026-04-20' }, by);
}
