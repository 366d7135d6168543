/** What leaves for a row of the outbox. */
import { grantGap } from '../../domain/consent/send-gate';
import { noticeEvent, recordedEvent, toRecord } from '../../infra/kafka/cloud-event';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { caseEventsTopic, notificationTopic } from '../../infra/kafka/topics';
import { isNotice } from '../../infra/prisma/outbox-store';
import type { NoticeOutboxRow, OutboxRow } from '../../infra/prisma/outbox-store';

/** A notice goes to whom it concerns and to the monitors; what nobody is told of, to them alone. */
function recordsOf(row: OutboxRow, publicBaseUrl: string): OutgoingRecord[] {
  if (!isNotice(row)) return [toRecord(caseEventsTopic, recordedEvent(row, publicBaseUrl))];
  const event = noticeEvent(row, publicBaseUrl);
  const record = toRecord(notificationTopic(row.topicInstitution), event);
  return [record, { ...record, topic: caseEventsTopic }];
}

/**
 * The send gate once more, at the door (domain.md 5.5): a referral whose consent has gone since does
 * not leave. Undefined lets it pass; to the office that sent it nothing new is told.
 */
function heldBack({ notice, state }: NoticeOutboxRow, now: string): string | undefined {
  const referral = state?.referrals.find(({ id }) => id === notice.referralId);
  if (!state || referral === undefined || notice.to !== referral.to) return undefined;
  const gap = grantGap(state, referral, now);
  return gap && `held back: ${gap}`;
}

/** Whether the gate is asked for a row, for which it must know the time. */
export const passesGate = (row: OutboxRow): boolean => isNotice(row) && Boolean(row.state);

/** What leaves for a row at a domain instant, or why it can not leave as it is. */
export function lettersOf(
  row: OutboxRow,
  { publicBaseUrl, now }: { readonly publicBaseUrl: string; readonly now: string },
): OutgoingRecord[] | string {
  try {
    return (isNotice(row) ? heldBack(row, now) : undefined) ?? recordsOf(row, publicBaseUrl);
  } catch (error) {
    return `no event: ${error instanceof Error ? error.message : String(error)}`;
  }
}
