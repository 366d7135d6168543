/** A partner office: hears on its notification topic, answers through its inbox topic, by the kit. */
import { memoryInProcess, startOffice } from '../../infra/kafka/consumer-kit/index';
import type { KafkaPort, Office } from '../../infra/kafka/consumer-kit/index';
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
  readonly kafka: KafkaPort;
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
export async function startPartner(
  id: InstitutionId,
  behaviour: Behaviour,
  parts: PartnerParts,
): Promise<Office> {
  const { kafka, log, dayMs, stopping } = parts;
  const later = ([afterDays, body]: Step, caseId: CaseId): void => {
    setTimeout(() => {
      if (stopping.aborted) return;
      office
        .send(caseId, body)
        .catch((error: unknown) => log.debug({ err: error }, 'answer not sent'));
    }, afterDays * dayMs).unref();
  };
  const hear = async (notice: NoticeEvent): Promise<void> => {
    const steps = stepsAfter(notice, behaviour);
    if (steps.length === 0 || !(await parts.answers(id, notice))) return;
    for (const step of steps) later(step, notice.data.caseId);
  };
  const office = await startOffice({
    institutionId: id,
    kafka,
    // A play may forget when it starts anew: an answer given twice is refused the second time.
    memory: memoryInProcess(),
    handlers: {},
    otherwise: hear,
    // As long as the API is away, the office waits.
    attempts: Number.POSITIVE_INFINITY,
    onGap: async (gap) => log.debug({ office: id, gap }, 'the office missed something'),
    onParked: async () => undefined,
    log: log.child({ office: id }),
  });
  return office;
}
