/** Mail to any SMTP server. */
import { createTransport } from 'nodemailer';
import type { DeliveryError } from '../../schemas/index';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every repetition, so that a mailbox can drop the second one. */
  readonly messageId: string;
}

export type MailOutcome =
  'sent' | Extract<DeliveryError, 'unreachable' | 'mailbox_refused' | 'refused'>;

export interface Mailer {
  /** Never rejects: whatever happens is an outcome. `mailbox_refused`: the server says never. */
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

export interface MailerConfig {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly smtpUrl: string;
  readonly from: string;
}

const timeoutMs = 20_000;

/** SMTP (RFC 5321): 4yz is for now, 5yz for good. */
const meaningOf = (error: unknown): Exclude<MailOutcome, 'sent'> => {
  const code =
    error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  if (Number.isNaN(code)) return 'unreachable';
  // A password that is wrong is mended by the operator, not by the recipient.
  const isForGood = code >= 500 && code !== 530 && code !== 535;
  return isForGood ? 'mailbox_refused' : 'refused';
};

export const makeMailer = ({ smtpUrl, from }: MailerConfig): Mailer => {
  const transport = createTransport(smtpUrl, {
    from,
    // Nothing answers these; and no file or address may ever be fetched into a mail.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const late = (): Promise<'unreachable'> =>
    new Promise((resolve) => {
      setTimeout(() => resolve('unreachable'), timeoutMs).unref();
    });
  return {
    send: (mail) =>
      Promise.race([
        transport.sendMail(mail).then(
          (): MailOutcome => 'sent',
          (error: unknown) => meaningOf(error),
        ),
        late(),
      ]),
    close: () => transport.close(),
  };
};
