/** What the notifier needs of the house. */
import type { CalendarStore } from '../../activities/ports';
import type { SendHook } from '../../infra/webhooks/hook-sender';
import type { Mailer } from '../../infra/mail/mailer';
import type { AddressStore } from '../../infra/prisma/address-store';
import type { DeliveryQueue } from '../../infra/prisma/delivery-queue';
import type { SignedLinks } from '../../infra/signed-links';
import type { Log } from '../../infra/telemetry/log';
import type { Clock, InstitutionId, Language, LocalText, RunningPolicy } from '../../schemas/index';

/** What a mail must know of whom it speaks to and of. */
export interface OfficeEntry {
  readonly id: InstitutionId;
  readonly name: LocalText;
  readonly language: Language;
}

export interface NotifierParts {
  readonly queue: DeliveryQueue;
  readonly addresses: Pick<AddressStore, 'getAddress'>;
  readonly findInstitution: (id: InstitutionId) => Promise<OfficeEntry | undefined>;
  readonly calendars: CalendarStore;
  /** Office hours stand in the policy of the case. */
  readonly getRules: (id: string, version: string) => Promise<Pick<RunningPolicy, 'officeHours'>>;
  readonly getClock: () => Promise<Clock>;
  /** Engine instant. */
  readonly now: () => string;
  readonly sendHook: SendHook;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly links: Pick<SignedLinks, 'make'>;
  readonly publicBaseUrl: string;
  readonly log: Log;
}
