/**
 * Mails about notices, in the language of the office: ids, codes, dates and links. Nothing in them
 * comes from a dossier; there is no way here to reach one.
 */
import { localDate, localTime } from '../../domain/deadlines/dates';
import type { Mail } from '../../infra/mail/mailer';
import type { ClaimedDelivery } from '../../infra/prisma/delivery-queue';
import { text } from '../../infra/texts';
import type { InstitutionId, Language } from '../../schemas/index';
import type { OfficeEntry } from './parts';

/** A notice with the link to answer it, where there is something to answer. */
export interface Item {
  readonly delivery: Pick<ClaimedDelivery, 'caseId' | 'canton' | 'notice'>;
  readonly answer?: { readonly url: string; readonly until: string } | undefined;
}

export interface MailParts {
  readonly recipient: OfficeEntry;
  readonly mailbox: string;
  readonly items: readonly Item[];
  readonly nameOf: (id: InstitutionId) => OfficeEntry['name'] | undefined;
  readonly publicBaseUrl: string;
  /** Host of the message id. */
  readonly host: string;
  readonly id: string;
}

export const shortCase = (caseId: string): string => caseId.slice(0, 8);

/** `02.02.2026`, as all four languages read it here. */
export const shownDate = (instant: string): string =>
  localDate(instant).split('-').reverse().join('.');

/** `ch.relais.referral.sent.v1` as a text key. */
const noticeKey = (type: string): string =>
  `notice.${type.replace(/^ch\.relais\./, '').replace(/\.v\d+$/, '')}`;

const whatOf = (language: Language, { delivery }: Item): string =>
  text(language, noticeKey(delivery.notice.type));

/** The lines about one notice. */
function linesOf(mail: MailParts, item: Item): string[] {
  const { recipient, nameOf, publicBaseUrl } = mail;
  const { language } = recipient;
  const { caseId, canton, notice } = item.delivery;
  const say = (key: string, params: Readonly<Record<string, string>>): string =>
    text(language, `mail.${key}`, params);
  const from =
    notice.from === undefined ? undefined : (nameOf(notice.from)?.[language] ?? notice.from);
  const { deadline, level, dueAt } = notice;
  return [
    whatOf(language, item),
    say('case', { case: shortCase(caseId), canton: canton.toUpperCase() }),
    say('on', { date: shownDate(notice.at), time: localTime(notice.at) }),
    ...(from === undefined ? [] : [say('from', { office: from })]),
    ...(dueAt === undefined ? [] : [say('due', { date: shownDate(dueAt) })]),
    ...(deadline === undefined
      ? []
      : [say('deadline', { name: text(language, `deadline.${deadline}`) })]),
    ...(level === undefined ? [] : [say('level', { name: text(language, `level.${level}`) })]),
    say('read', { href: `${publicBaseUrl}/#/cases/${caseId}` }),
    ...(item.answer === undefined
      ? []
      : [say('answer', { date: shownDate(item.answer.until), href: item.answer.url })]),
  ];
}

const subjectOf = ({ recipient: { language }, items }: MailParts): string => {
  const [first] = items;
  return items.length === 1 && first !== undefined
    ? text(language, 'mail.subject', {
        what: whatOf(language, first),
        case: shortCase(first.delivery.caseId),
      })
    : text(language, 'mail.subject_digest', { count: items.length });
};

/** One mail about one notice or several. */
export function composeMail(mail: MailParts): Mail {
  const { language } = mail.recipient;
  const blocks = mail.items.map((item) => linesOf(mail, item).join('\n'));
  return {
    to: mail.mailbox,
    subject: subjectOf(mail),
    text: [text(language, 'mail.greeting'), ...blocks, text(language, 'mail.footer')].join('\n\n'),
    messageId: `<${mail.id}@${mail.host}>`,
  };
}
