/** An SMTP server for development and tests that keeps what comes and delivers nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

export interface MailCatcher {
  readonly smtpUrl: string;
  /** Newest last; the oldest are forgotten. */
  readonly mails: readonly CaughtMail[];
  close(): Promise<void>;
}

export interface CatcherWish {
  /** 0: any free port. */
  readonly port: number;
  readonly onMail?: (count: number) => void;
  /** The answer to a recipient: an SMTP code such as 550 or 451; undefined takes the mail. */
  readonly refuse?: (recipient: string) => number | undefined;
}

const kept = 500;

/** Starts a catcher on the loopback interface. */
export const startCatcher = async ({ port, onMail, refuse }: CatcherWish): Promise<MailCatcher> => {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const code = refuse?.(address);
      done(code === undefined ? null : Object.assign(new Error('refused'), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        ({ subject = '', text = '', messageId = '' }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          mails.push({ to, subject, text, messageId });
          if (mails.length > kept) mails.shift();
          onMail?.(mails.length);
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that goes away in the middle is its own affair.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${String(address.port)}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** Shows the caught mails over HTTP, as plain text and newest first. */
export const showMails = async (
  { mails }: Pick<MailCatcher, 'mails'>,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.setHeader('x-content-type-options', 'nosniff');
    const shown = [...mails]
      .reverse()
      .map(({ to, subject, text }) => `To: ${to}\nSubject: ${subject}\n\n${text}`);
    response.end(shown.length === 0 ? 'No mail yet.\n' : shown.join(`\n${'-'.repeat(78)}\n`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
