/**
 * Answers without an account: whoever holds a signed link may answer one referral, once. The link is
 * the right itself, so there is no session that another site could ride on.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cantonOf } from '../../../domain/institution';
import { findReferral } from '../../../domain/case/state';
import type { AnswerLink } from '../../../infra/prisma/link-store';
import type { Language } from '../../../schemas/index';
import { isToAnswer, linkActor } from '../../answers';
import { postedIn } from '../answer-form';
import { makeLimiter } from '../limiter';
import { giveAnswer, nowOf, showForms } from '../link-answer';
import type { Exchange, Open } from '../link-answer';
import { browserOf, openHere } from '../link-browser';
import { chosenLanguage, readerLanguage, showFault, showSheet, wordsIn } from '../link-sheet';
import type { LinkFault } from '../link-sheet';
import type { ApiParts, App } from '../parts';

const url = '/answer/:token';
const schema = { hide: true };
/** Links that are none, per address and minute: nobody guesses one, and nobody shall try for long. */
const limit = { max: 30, windowMs: 60_000 };

type Request = FastifyRequest<{ Params: { token: string }; Body: unknown }>;

/** Whom a link speaks for, or why it may not be used. */
const openLink = async (
  parts: ApiParts,
  request: Request,
): Promise<{ open: Open } | { fault: LinkFault; link?: AnswerLink; language: Language }> => {
  const checked = await parts.notices.links.check(request.params.token, await nowOf(parts));
  const { link } = checked;
  const entry =
    link &&
    (await parts.directory.listInstitutions({ canton: cantonOf(link.institutionId) })).find(
      ({ id }) => id === link.institutionId,
    );
  const language = chosenLanguage(request) ?? entry?.language ?? readerLanguage(request);
  if (!checked.ok) return { fault: checked.fault, language, ...(link && { link }) };
  const { institutionId, caseId, referralId, id } = checked.link;
  const actor = linkActor(id, institutionId);
  const viewer = { ...actor, canton: cantonOf(institutionId) };
  const state = await parts.cases.findCase(viewer, caseId);
  const isThere = state !== undefined && findReferral(state, referralId) !== undefined;
  return isThere && isToAnswer(state, institutionId, referralId)
    ? { open: { link: checked.link, language, actor, state } }
    : { fault: 'closed', language, link: checked.link };
};

/** The first click makes the link belong to its browser; in any other it is refused from then on. */
const inBrowser = async (
  parts: ApiParts,
  open: Open,
  asked: {
    readonly request: Request;
    readonly reply: FastifyReply;
    readonly use: (open: Open) => Promise<FastifyReply>;
  },
): Promise<FastifyReply> => {
  const { request, reply, use } = asked;
  const { language, link } = open;
  const { body, method } = request;
  const browser = browserOf(request, link);
  if (browser === 'own') return use(open);
  const isClick = body instanceof URLSearchParams && body.get('kind') === 'open';
  if (browser === 'unopened' && !isClick) {
    // An answer without the click before it is taken by nobody.
    const words = await wordsIn(parts, language);
    const status = method === 'GET' ? 200 : 409;
    return showSheet(parts, reply, { status, words, content: { shows: 'open' } });
  }
  const bound =
    browser === 'unopened' ? await openHere(parts, { link, request, reply }) : undefined;
  if (bound !== undefined) return showForms(parts, { ...open, link: bound }, { reply });
  const fault = 'forwarded';
  request.log.warn({ fault, link: link.id, method }, 'signed link refused');
  return showFault(parts, reply, { fault, language });
};

const takeAnswer = async (
  parts: ApiParts,
  open: Open,
  { request, reply }: Exchange,
): Promise<FastifyReply> => {
  const { body } = request;
  const posted = body instanceof URLSearchParams ? postedIn(body) : {};
  return posted['kind']?.[0] === 'open'
    ? showForms(parts, open, { reply })
    : giveAnswer(parts, open, { request, reply, posted });
};

export const answerRoutes = (app: App, parts: ApiParts): void => {
  const limiter = makeLimiter(limit);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  );

  const withLink = async (
    request: Request,
    reply: FastifyReply,
    use: (open: Open) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    if (limiter.isOver(request.ip))
      return showFault(parts, reply, { fault: 'limited', language: readerLanguage(request) });
    const found = await openLink(parts, request);
    if ('open' in found) return inBrowser(parts, found.open, { request, reply, use });
    const { fault, link, language } = found;
    request.log.warn({ fault, link: link?.id, method: request.method }, 'signed link refused');
    if (fault === 'invalid') limiter.note(request.ip);
    return showFault(parts, reply, { fault, language });
  };

  app.get<{ Params: { token: string } }>(url, { schema }, (request, reply) =>
    withLink(request, reply, (open) => showForms(parts, open, { reply })),
  );
  app.post<{ Params: { token: string } }>(url, { schema }, (request, reply) =>
    withLink(request, reply, (open) => takeAnswer(parts, open, { request, reply })),
  );
};
