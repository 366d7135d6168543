/** What stands behind a signed link, as a document without a script in the language of its reader. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textsOf } from '../../infra/texts';
import { Language } from '../../schemas/index';
import type { InstitutionId } from '../../schemas/index';
import type { Content, Words } from '../../web/views/link/sheet';
import { languageOf } from './language';
import { linkPage } from './link-build';
import { styleOf } from './page-style';
import type { ApiParts } from './parts';

const html = 'text/html; charset=utf-8';
/** As everywhere, but a form may come back to us. */
const contentPolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Why a link can not be used. */
export const linkFaults = [
  'invalid',
  'expired',
  'used',
  'closed',
  'forwarded',
  'limited',
  'away',
] as const;
export type LinkFault = (typeof linkFaults)[number];

const statusOf: Readonly<Record<LinkFault, number>> = {
  invalid: 403,
  expired: 410,
  used: 410,
  closed: 410,
  forwarded: 403,
  limited: 429,
  away: 503,
};

/** The language chosen on the page itself; undefined when none was. */
export const chosenLanguage = ({ query }: FastifyRequest): Language | undefined =>
  Language.safeParse((query as { language?: unknown }).language).data;

/** The chosen language, or the one that the browser asks for. */
export const readerLanguage = (request: FastifyRequest): Language =>
  chosenLanguage(request) ?? languageOf(request.headers['accept-language']);

/** The words of a sheet; with `own` also the names of the offices. */
export const wordsIn = async (
  { directory }: Pick<ApiParts, 'directory'>,
  language: Language,
  own?: InstitutionId,
): Promise<Words> => ({
  language,
  texts: Object.fromEntries(textsOf(language)),
  institutions: own === undefined ? [] : await directory.listInstitutions({}),
  own,
});

interface Shown {
  readonly status: number;
  readonly words: Words;
  readonly content: Content;
}

export const showSheet = async (
  { page }: Pick<ApiParts, 'page'>,
  reply: FastifyReply,
  { status, words, content }: Shown,
): Promise<FastifyReply> => {
  const body = (await linkPage()).drawSheet({ words, style: styleOf({ page }), content });
  return reply.code(status).header('content-security-policy', contentPolicy).type(html).send(body);
};

export const showFault = async (
  parts: Pick<ApiParts, 'page' | 'directory'>,
  reply: FastifyReply,
  { fault, language }: { readonly fault: LinkFault; readonly language: Language },
): Promise<FastifyReply> =>
  showSheet(parts, reply, {
    status: statusOf[fault],
    words: await wordsIn(parts, language),
    content: { shows: 'fault', fault },
  });
