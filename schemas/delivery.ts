/** How a notice reaches an institution, and how far each one has come (house.md 5.10). */
import { z } from 'zod';
import { CaseId, Instant, InstitutionId, ReferralId } from './primitives';

/** Kafka is there for everybody; the other channels are for those who do not read it. */
export const Channel = z.enum(['kafka', 'mail', 'webhook']).meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

/** The furthest that is known of a notice. */
export const DeliveryState = z
  .enum(['queued', 'sent', 'delivered', 'read', 'answered', 'failed'])
  .meta({ id: 'DeliveryState' });
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Why a notice did not arrive. */
export const DeliveryError = z
  .enum([
    'no_address',
    'insecure_address',
    'private_address',
    'unreachable',
    'timeout',
    'refused',
    'redirected',
    'endpoint_gone',
    'mailbox_refused',
    'held_back',
  ])
  .meta({ id: 'DeliveryError' });
export type DeliveryError = z.infer<typeof DeliveryError>;

/** Which notice of a case did not arrive. */
export const undeliveredFields = {
  to: InstitutionId,
  notice: z
    .string()
    .regex(/^ch\.relais\.(case|referral|deadline)\.[a-z_]+\.v\d+$/)
    .describe('the type of the event'),
  error: DeliveryError,
  about: ReferralId.optional().describe('the referral it was about'),
};

/** The id of the event, also the `webhook-id`: case, sequence and part. */
export const DeliveryId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{10}-\d{2}$/, {
    error: 'expected the id of a notice',
  })
  .meta({ id: 'DeliveryId' });
export type DeliveryId = z.infer<typeof DeliveryId>;

export const Delivery = z
  .strictObject({
    id: DeliveryId,
    caseId: CaseId,
    institutionId: InstitutionId.describe('who is told'),
    channel: Channel,
    type: z.string().describe('the type of the event'),
    at: Instant.describe('when it happened, on the clock of the cases'),
    referralId: ReferralId.optional(),
    state: DeliveryState,
    tries: z.int().nonnegative(),
    nextTryAt: Instant.optional().describe('on the clock of the machines, as all below'),
    doneAt: Instant.optional().describe('when it was sent, delivered or given up'),
    readAt: Instant.optional().describe('when the institution last read the case since'),
    error: DeliveryError.optional().describe('of the last try'),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryPage = z
  .strictObject({
    items: z.array(Delivery).readonly(),
    next: z.string().optional().describe('give it as `after` to read on; absent on the last page'),
  })
  .meta({ id: 'DeliveryPage' });
export type DeliveryPage = z.infer<typeof DeliveryPage>;

/** How an institution wants to be told. */
export const ChannelRequest = z
  .discriminatedUnion('channel', [
    z.strictObject({ channel: z.literal('kafka') }),
    z.strictObject({
      channel: z.literal('mail'),
      mailbox: z.email().max(200).describe('of the office, not of a person'),
      digest: z
        .enum(['daily'])
        .optional()
        .describe('one mail as the office opens, instead of one for each notice'),
    }),
    z.strictObject({
      channel: z.literal('webhook'),
      url: z.url({ protocol: /^https?$/ }).max(500),
    }),
  ])
  .meta({ id: 'ChannelRequest' });
export type ChannelRequest = z.infer<typeof ChannelRequest>;

export const ChannelAnswer = z
  .strictObject({
    channel: Channel,
    secret: z
      .string()
      .optional()
      .describe('of the web hook, to check its signatures with; shown this once only'),
  })
  .meta({ id: 'ChannelAnswer' });
export type ChannelAnswer = z.infer<typeof ChannelAnswer>;
