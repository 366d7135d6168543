/** The thin CloudEvents that institutions receive and send (house.md 5.8). Ids, codes, dates only. */
import { z } from 'zod';
import { CommandBody } from './commands';
import { CantonCode, CaseId, Instant, InstitutionId, ReferralId } from './primitives';
import { RefusalCode } from './refusals';
import { DeadlineKind, LadderLevel } from './states';

const present = z.string().min(1);
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;.*)?$/;
const jsonMediaType = /^[\w!#$&^.+-]+\/([\w!#$&^.+-]+\+)?json\s*(;.*)?$/i;

/** True for a media type whose data are JSON; an absent one counts as `application/json`. */
export const isJsonType = (type: unknown): boolean =>
  type === undefined || (typeof type === 'string' && jsonMediaType.test(type));

/**
 * Any event that CloudEvents 1.0 allows in its JSON format, whatever it says: attribute names and
 * values as https://github.com/cloudevents/spec (v1.0.2, spec.md and json-format.md) has them.
 */
export const CloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: present,
    source: present,
    type: present,
    subject: present.optional(),
    time: Instant.optional(),
    datacontenttype: z.string().regex(mediaType, { error: 'expected a media type' }).optional(),
    dataschema: present.optional(),
    data: z.unknown().optional(),
    data_base64: z.base64().optional(),
  })
  .catchall(
    z.union([z.string(), z.boolean(), z.int32()], {
      error: 'an extension is a string, a boolean or an integer of 32 bits',
    }),
  )
  .superRefine((event, context) => {
    const fault = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message });
    for (const name of Object.keys(event)) {
      if (!/^([a-z0-9]+|data_base64)$/.test(name)) fault(name, 'expected a name of a-z and 0-9');
    }
    if (event.data !== undefined && event.data_base64 !== undefined) {
      fault('data', 'expected data or data_base64, not both');
    }
  });
export type CloudEvent = z.infer<typeof CloudEvent>;

/** What a notice can be about. The closed list: nothing else may leave. */
export const noticeNames = [
  'case.assessment_completed',
  'case.assessment_started',
  'case.canton_left',
  'case.closed',
  'case.consent_withdrawn',
  'case.costs_approved',
  'case.costs_refused',
  'case.decision_linked',
  'case.dormant',
  'case.erasure_requested',
  'case.erased',
  'case.information_returned',
  'case.information_supplied',
  'case.lead_assigned',
  'case.lead_conflict',
  'case.linked',
  'case.measure_started',
  'case.meeting_scheduled',
  'case.merge_proposed',
  'case.override_proposed',
  'case.paused',
  'case.ping_pong',
  'case.plan_agreed',
  'case.registered',
  'case.reopened',
  'case.resumed',
  'case.urgent',
  'case.verdict_confirmed',
  'case.verdict_proposed',
  'deadline.escalated',
  'deadline.moved',
  'deadline.reached',
  'deadline.reminder',
  'deadline.soft_notice',
  'referral.aborted',
  'referral.accepted',
  'referral.acknowledged',
  'referral.declined',
  'referral.done',
  'referral.expired',
  'referral.forwarded',
  'referral.information_answered',
  'referral.information_requested',
  'referral.recalled',
  'referral.report_requested',
  'referral.reported',
  'referral.resumed',
  'referral.sent',
  'referral.started',
  'referral.waiting',
  'referral.withdrawn',
] as const;
export type NoticeName = (typeof noticeNames)[number];

/** The CloudEvent types of notices, `ch.relais.referral.sent.v1`. */
export const noticeTypes = noticeNames.map((name) => `ch.relais.${name}.v1` as const);

/**
 * What a notice says: never a person, always where to read more. Open for readers: a later version may
 * say more, and who reads this one overlooks it.
 */
export const NoticeData = z
  .object({
    caseId: CaseId,
    referralId: ReferralId.optional(),
    referralTo: InstitutionId.optional().describe('who is asked in the referral'),
    canton: CantonCode,
    institutionId: InstitutionId.describe('the institution this notice is for'),
    from: InstitutionId.optional().describe('the institution whose act caused it'),
    basis: z.string().optional().describe('code of the legal basis of the referral'),
    deadline: DeadlineKind.optional(),
    level: LadderLevel.optional(),
    dueAt: Instant.optional(),
    code: z.string().max(60).optional().describe('decline reason, outcome, result: one code'),
    href: z.string().describe('where the case can be read, with the reader’s own rights'),
  })
  .meta({ id: 'NoticeData' });
export type NoticeData = z.infer<typeof NoticeData>;

/** What a notice about a referral says. */
export const ReferralNotice = NoticeData.extend({ referralId: ReferralId }).meta({
  id: 'ReferralNotice',
});
export type ReferralNotice = z.infer<typeof ReferralNotice>;
/** What a notice about a deadline says. */
export const DeadlineNotice = NoticeData.extend({ deadline: DeadlineKind }).meta({
  id: 'DeadlineNotice',
});
export type DeadlineNotice = z.infer<typeof DeadlineNotice>;

/** What the data of a type of notice are promised to hold. */
export function noticeDataOf(type: string) {
  if (type.startsWith('ch.relais.referral.')) return ReferralNotice;
  return type.startsWith('ch.relais.deadline.') ? DeadlineNotice : NoticeData;
}

/** The `dataschema` of a type: names the schema of that type in docs/asyncapi.yaml, of no host. */
export const dataSchemaOf = (type: string): string => `urn:relais:schema:${type}`;

const envelope = {
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(120),
  source: z.string().min(1).max(200),
  subject: z.string().min(1).max(120),
  time: Instant,
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().max(200).optional(),
};

export const noticeTypePattern = /^ch\.relais\.(case|referral|deadline)\.[a-z_]+\.v1$/;
/** W3C trace context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header. */
export const TraceParent = z
  .string()
  .regex(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/, {
    error: 'expected a W3C traceparent',
  })
  .meta({ id: 'TraceParent' });
const sequence = z.string().regex(/^\d{10}-\d{2}$/);

/** An event on a notification topic. */
export const NoticeEvent = z
  .object({
    ...envelope,
    type: z.string().regex(noticeTypePattern),
    partitionkey: CaseId,
    sequence: sequence.describe('order within the case'),
    previous: sequence
      .optional()
      .describe('sequence of the notice before it, of the same case to the same institution'),
    traceparent: TraceParent.optional().describe(
      'W3C trace context of the act behind it, where one is known',
    ),
    data: NoticeData,
  })
  .meta({ id: 'NoticeEvent' });
export type NoticeEvent = z.infer<typeof NoticeEvent>;

export const recordedType = 'ch.relais.case.recorded.v1';

/** An event of a case that no institution is told of, on its way to the monitors. */
export interface RecordedNotice {
  readonly type: typeof recordedType;
  readonly seq: number;
  readonly at: string;
  /** Its type in the history of the case. */
  readonly event: string;
}

/** An event on the internal topic alone: something happened in a case, and nobody had to be told. */
export const RecordedEvent = z
  .object({
    ...envelope,
    type: z.literal(recordedType),
    partitionkey: CaseId,
    sequence: sequence.describe('order within the case'),
    traceparent: TraceParent.optional(),
    data: z.object({
      caseId: CaseId,
      canton: CantonCode,
      event: z.string().max(60).describe('type of the event in the history of the case: one code'),
      href: z.string().describe('where the case can be read, with the reader’s own rights'),
    }),
  })
  .meta({ id: 'RecordedEvent' });
export type RecordedEvent = z.infer<typeof RecordedEvent>;

export const commandEventType = 'ch.relais.command.v1';

/** A command on an inbox topic: the same body as over HTTP, for the case in `subject`. */
export const CommandEvent = z
  .object({
    ...envelope,
    type: z.literal(commandEventType, { error: `expected the type ${commandEventType}` }),
    subject: CaseId,
    time: Instant.optional(),
    datacontenttype: z
      .string()
      .regex(jsonMediaType, { error: 'expected JSON, such as application/json' })
      .optional(),
    traceparent: z.string().optional().describe('W3C trace context; what is none is overlooked'),
    data: CommandBody,
  })
  .meta({ id: 'CommandEvent' });
export type CommandEvent = z.infer<typeof CommandEvent>;

export const rejectionType = 'ch.relais.command.rejected.v1';

/** An event on a rejected topic: an RFC 9457 problem, and which record it is about. */
export const RejectionEvent = z
  .object({
    ...envelope,
    type: z.literal(rejectionType),
    partitionkey: z.string(),
    data: z.object({
      type: z.string().describe('urn:relais:problem:<code>'),
      title: z.string().describe('in the language of the institution'),
      status: z.int(),
      code: RefusalCode,
      detail: z.string().describe('in the language of the institution'),
      details: z.record(z.string(), z.unknown()),
      rejected: z.object({
        id: z.string().describe('the id of the event, or the place of the record without one'),
        topic: z.string(),
        partition: z.int(),
        offset: z.string(),
      }),
    }),
  })
  .meta({ id: 'RejectionEvent' });
export type RejectionEvent = z.infer<typeof RejectionEvent>;
