/** The thin CloudEvents that institutions receive and send (house.md 5.8). Ids, codes, dates only. */
import { z } from 'zod';
import { CommandBody } from './commands';
import { CantonCode, CaseId, Instant, InstitutionId, ReferralId } from './primitives';
import { DeadlineKind, LadderLevel } from './states';

/** What a notice says: never a person, always where to read more. */
export const NoticeData = z
  .strictObject({
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

/** An event on a notification topic. */
export const NoticeEvent = z
  .object({
    ...envelope,
    type: z.string().regex(noticeTypePattern),
    partitionkey: CaseId,
    sequence: z
      .string()
      .regex(/^\d{10}-\d{2}$/)
      .describe('order within the case'),
    data: NoticeData,
  })
  .meta({ id: 'NoticeEvent' });
export type NoticeEvent = z.infer<typeof NoticeEvent>;

export const commandEventType = 'ch.relais.command.v1';

/** A command on an inbox topic: the same body as over HTTP, for the case in `subject`. */
export const CommandEvent = z
  .object({
    ...envelope,
    type: z.literal(commandEventType, { error: `expected the type ${commandEventType}` }),
    subject: CaseId,
    data: CommandBody,
  })
  .meta({ id: 'CommandEvent' });
export type CommandEvent = z.infer<typeof CommandEvent>;
