/** Every notice that the engine sends, typed by what is sure to be in each. */
import type { z } from 'zod';
import { noticeDataOf } from '../../../schemas/index';
import type {
  DeadlineNotice,
  NoticeData,
  NoticeEvent,
  noticeTypes,
  ReferralNotice,
} from '../../../schemas/index';
import { readNotice } from '../cloud-event';
import type { IncomingRecord } from '../records';

export type NoticeType = (typeof noticeTypes)[number];

/** What the data of a type hold, as `noticeDataOf` promises. */
export type DataOf<T extends NoticeType> = T extends `ch.relais.referral.${string}`
  ? z.infer<typeof ReferralNotice>
  : T extends `ch.relais.deadline.${string}`
    ? z.infer<typeof DeadlineNotice>
    : NoticeData;

/** A notice of one type. */
export type Notice<T extends NoticeType> = Omit<NoticeEvent, 'type' | 'data'> & {
  readonly type: T;
  readonly data: DataOf<T>;
};

/**
 * The notice in a record, its data checked by its type; a type of a later version passes with what
 * all notices hold. Throws when it is none.
 */
export function readTypedNotice(record: IncomingRecord): NoticeEvent {
  const notice = readNotice(record);
  return { ...notice, data: noticeDataOf(notice.type).parse(notice.data) };
}
