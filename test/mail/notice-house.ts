/** Cases with notices on a real database, a real SMTP server, and the notifier that works on both. */
import { noticesOf } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { loadKeyring } from '../../infra/crypto/keyring';
import { startCatcher } from '../../infra/mail/catcher';
import type { MailCatcher } from '../../infra/mail/catcher';
import { makeMailer } from '../../infra/mail/mailer';
import { makeAddressStore } from '../../infra/prisma/address-store';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDeliveryQueue } from '../../infra/prisma/delivery-queue';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makeLinkStore } from '../../infra/prisma/link-store';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { makeSignedLinks } from '../../infra/signed-links';
import { makeHookSender } from '../../infra/webhooks/hook-sender';
import type { ChannelRequest, InstitutionId, Language } from '../../schemas/index';
import type { NotifierParts } from '../../workers/notifier/parts';
import { notifyRound } from '../../workers/notifier/round';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { makeTestApi, play } from '../api/api-on-postgres';
import type { TestApi } from '../api/api-on-postgres';
import pino from 'pino';
import { calendar, policy } from '../support/builders';
import type { Play } from '../support/builders';

export interface NoticeHouse {
  readonly api: TestApi;
  readonly catcher: MailCatcher;
  /** Recipients that the SMTP server answers with a code. */
  readonly refusals: Map<string, number>;
  readonly parts: NotifierParts;
  /** The engine instant that the notifier sees; the real one when undefined. */
  time: { now: string | undefined };
  setChannel(id: InstitutionId, wish: ChannelRequest): Promise<{ secret?: string }>;
  speak(id: InstitutionId, language: Language): Promise<void>;
  /** Writes a case with every notice of its events, and publishes them as the relay does. */
  tell(played: Play): Promise<CaseState>;
  /** Works until nothing is left to do. */
  notify(): Promise<void>;
  close(): Promise<void>;
}

export const publicBaseUrl = 'https://relais.example.ch';

export const referredToIv = (): Play =>
  play()
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' });

export async function openNoticeHouse(): Promise<NoticeHouse> {
  const api = await makeTestApi();
  const refusals = new Map<string, number>();
  const catcher = await startCatcher({ port: 0, refuse: (address) => refusals.get(address) });
  const { db } = api;
  for (const one of demoInstitutions) await makeDirectoryStore(db).upsertInstitution(one);
  await makeCalendarStore(db).publishCalendar(calendar('sg'));
  const keyring = loadKeyring(api.machines.masterKeyFile);
  const mailer = makeMailer({ smtpUrl: catcher.smtpUrl, from: 'relais@example.ch' });
  const time: NoticeHouse['time'] = { now: undefined };
  const parts: NotifierParts = {
    queue: makeDeliveryQueue(db),
    addresses: makeAddressStore(db, keyring),
    findInstitution: (id) => makeDirectoryStore(db).findInstitution(id),
    calendars: makeCalendarStore(db),
    getRules: async () => policy('sg'),
    getClock: () => makeClockStore(db).getClock(),
    now: () => time.now ?? new Date().toISOString(),
    sendHook: makeHookSender({ insecure: true, timeoutMs: 500 }),
    mailer,
    links: makeSignedLinks({ store: makeLinkStore(db), keyring }),
    publicBaseUrl,
    log: pino({ level: 'silent' }),
  };
  return {
    api,
    catcher,
    refusals,
    parts,
    time,
    setChannel: async (id, payload) => {
      const response = await api.app.inject({
        method: 'PUT',
        url: `/v1/institutions/${id}/channel`,
        headers: await api.bearer({ institution: 'sg-coo', role: 'coordinator' }),
        payload,
      });
      expect(response.statusCode).toBe(200);
      return response.json();
    },
    speak: async (id, language) => {
      await db.$executeRaw`UPDATE institutions SET language = ${language} WHERE id = ${id}`;
    },
    tell: async (played) => {
      const state = await api.giveCase(played);
      const notices = noticesOf(played.state as CaseState, played.events);
      const outbox = makeOutboxStore(db);
      for (const [index, notice] of notices.entries()) {
        const part = notices.slice(0, index).filter(({ seq }) => seq === notice.seq).length;
        await db.$executeRaw`
          INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice)
          VALUES (${state.id}::uuid, ${notice.seq}, ${part}, ${state.canton}, ${notice.to},
            ${JSON.stringify(notice)}::jsonb)
          ON CONFLICT (case_id, seq, part)
            DO UPDATE SET institution_id = excluded.institution_id, notice = excluded.notice`;
      }
      await outbox.markPublished((await outbox.claimBatch(500)).map(({ id }) => id));
      return state;
    },
    notify: async () => {
      while ((await notifyRound(parts)) > 0);
    },
    close: async () => {
      mailer.close();
      await catcher.close();
      await api.close();
    },
  };
}
