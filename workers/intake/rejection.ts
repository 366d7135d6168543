/** What the sender of a refused record hears: an RFC 9457 problem in its language, on its topic. */
import { toRecord } from '../../infra/kafka/cloud-event';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { rejectedTopic } from '../../infra/kafka/topics';
import type { InboxPlace } from '../../infra/prisma/aside-store';
import { text } from '../../infra/texts';
import { dataSchemaOf, refusalStatus, rejectionType } from '../../schemas/index';
import type { InstitutionId, Language, Refusal, RejectionEvent } from '../../schemas/index';

export interface Rejected {
  readonly institutionId: InstitutionId;
  readonly language: Language;
  readonly place: InboxPlace;
  readonly eventId: string;
  readonly subject: string | undefined;
  readonly refusal: Refusal;
  readonly at: string;
}

/** The rejection of one record. Its id follows from the refused one, so a repetition is known. */
export function rejectionRecord(rejected: Rejected): OutgoingRecord {
  const { institutionId, language, place, eventId, refusal } = rejected;
  const { code, details } = refusal;
  const { topic, partition, offset } = place;
  const say = (part: string): string => text(language, `refusal.${code}.${part}`, details);
  const event: Omit<RejectionEvent, 'specversion'> = {
    id: `rejected:${eventId}`,
    source: '/intake',
    subject: rejected.subject ?? eventId,
    type: rejectionType,
    time: rejected.at,
    dataschema: dataSchemaOf(rejectionType),
    partitionkey: place.key ?? rejected.subject ?? eventId,
    data: {
      type: `urn:relais:problem:${code}`,
      title: say('title'),
      status: refusalStatus[code],
      code,
      detail: say('detail'),
      details,
      rejected: { id: eventId, topic, partition, offset },
    },
  };
  return toRecord(rejectedTopic(institutionId), event);
}
