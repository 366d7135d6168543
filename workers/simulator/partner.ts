/** A partner office: hears on its notification topic, answers through its inbox topic. */
import { randomUUID } from 'node:crypto';
import { commandRecord, fromRecord, readNotice } from '../../infra/kafka/cloud-event';
import { consume } from '../../infra/kafka/consumer';
import type { Consumption } from '../../infra/kafka/consumer';
import type { KafkaClient } from '../../infra/kafka/client';
import type { Publisher } from '../../infra/kafka/publisher';
import type { IncomingRecord } from '../../infra/kafka/records';
import { inboxTopic, notificationTopic, rejectedTopic } from '../../infra/kafka/topics';
import type { Log } from '../../infra/telemetry/log';
import type {
  CaseId,
  CommandBody,
  InstitutionId,
  NoticeEvent,
  ReferralId,
} from '../../schemas/index';
import type { Behaviour } from './offices';

export interface PartnerParts {
  readonly kafka: KafkaClient;
  readonly publisher: Publisher;
  readonly log: Log;
  /** Length of a demo day in real milliseconds. */
  readonly dayMs: number;
  /**
   * Whether this office is to answer: it is the recipient of the referral, and the case is none
   * that a visitor registered, since those are the visitor's to answer.
   */
  answers(institutionId: InstitutionId, notice: NoticeEvent): Promise<boolean>;
  readonly stopping: AbortSignal;
}

type Step = readonly [afterDays: number, body: CommandBody];

const openingSteps = (behaviour: Behaviour, referralId: ReferralId): Step[] => {
  const { acknowledgesAfter, asksAfter, acceptsAfter, declines } = behaviour;
  const steps: Step[] = [];
  if (acknowledgesAfter !== undefined)
    steps.push([acknowledgesAfter, { kind: 'acknowledgeReferral', referralId }]);
  if (asksAfter !== undefined) {
    const fields = ['workCapacity.percent'];
    steps.push([asksAfter, { kind: 'requestInformation', referralId, fields }]);
  }
  if (declines !== undefined) {
    const { after, ...why } = declines;
    steps.push([after, { kind: 'declineReferral', referralId, ...why }]);
  } else if (acceptsAfter !== undefined)
    steps.push(...acceptance(behaviour, referralId, acceptsAfter));
  return steps;
};

const acceptance = (behaviour: Behaviour, referralId: ReferralId, after: number): Step[] => [
  [after, { kind: 'acceptReferral', referralId, claimsLead: false }],
  [after + behaviour.startsAfter, { kind: 'startReferral', referralId }],
  [after + behaviour.completesAfter, { kind: 'completeReferral', referralId, result: 'achieved' }],
];

/** What a notice makes the office do, and when. */
export function stepsAfter(notice: NoticeEvent, behaviour: Behaviour): Step[] {
  const { referralId, level, deadline } = notice.data;
  if (referralId === undefined) return [];
  const { reportsAfter, wakesAt } = behaviour;
  if (notice.type === 'ch.relais.referral.sent.v1') return openingSteps(behaviour, referralId);
  if (notice.type === 'ch.relais.referral.report_requested.v1') {
    return [[reportsAfter, { kind: 'reportProgress', referralId }]];
  }
  if (level === undefined || level !== wakesAt) return [];
  if (deadline === 'T_REPORT') return [[1, { kind: 'reportProgress', referralId }]];
  return deadline === 'T_DEC' ? acceptance(behaviour, referralId, 1) : [];
}

/** Starts one office; it works until it is stopped. */
export function startPartner(
  id: InstitutionId,
  behaviour: Behaviour,
  parts: PartnerParts,
): Consumption {
  const { kafka, publisher, log, dayMs, stopping } = parts;
  const send = async (caseId: CaseId, data: CommandBody): Promise<void> => {
    if (stopping.aborted) return;
    const event = {
      id: randomUUID(),
      source: `/offices/${id}`,
      subject: caseId,
      time: new Date().toISOString(),
      data,
    };
    await publisher.publish([commandRecord(inboxTopic(id), event)]);
  };
  const later = ([afterDays, body]: Step, caseId: CaseId): void => {
    setTimeout(() => {
      send(caseId, body).catch((error: unknown) => log.debug({ err: error }, 'answer not sent'));
    }, afterDays * dayMs).unref();
  };
  const hear = async (record: IncomingRecord): Promise<void> => {
    const notice = readNotice(record);
    const { caseId, institutionId } = notice.data;
    const steps = institutionId === id ? stepsAfter(notice, behaviour) : [];
    if (steps.length === 0 || !(await parts.answers(id, notice))) return;
    for (const step of steps) later(step, caseId);
  };
  return consume({
    kafka,
    groupId: `relais.inst.${id}.office`,
    listTopics: async () => [notificationTopic(id), rejectedTopic(id)],
    refreshMs: 600_000,
    onRecord: async (record) => {
      if (record.topic === rejectedTopic(id)) {
        log.info({ office: id, rejection: fromRecord(record) }, 'the engine refused an answer');
      } else await hear(record);
      return 'done';
    },
    onFatal: (error) => log.error({ err: error, office: id }, 'the office went deaf'),
    log,
  });
}
