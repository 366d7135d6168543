/**
 * Answers without an account: whoever holds a signed link may answer one referral, once. The link is
 * the right itself, so there is no session that another site could ride on.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cantonOf } from '../../../domain/institution';
import { findReferral } from '../../../domain/case/state';
import type { CaseState, ReferralState } from '../../../domain/case/state';
import { toDomain } from '../../../domain/deadlines/clock';
import type { AnswerLink } from '../../../infra/prisma/link-store';
import { RefusedError } from '../../../infra/temporal/refusals';
import { refusalStatus } from '../../../schemas/index';
import type { Actor, Language, Refusal } from '../../../schemas/index';
import { answerKinds, isToAnswer, linkActor, linkEnd } from '../../answers';
import { shortCase, shownDate } from '../../notifier/compose';
import { derivedId } from '../../submit';
import { answerPage, donePage, faultPage, openPage } from '../answer-page';
import type { AnswerForm, LinkFaultPage } from '../answer-page';
import { askable, readAnswer } from '../answer-form';
import { caseViewFor } from '../case-view';
import { languageOf } from '../language';
import { makeLimiter } from '../limiter';
import { browserOf, openHere } from '../link-browser';
import type { ApiParts, App } from '../parts';

const url = '/answer/:token';
const schema = { hide: true };
const html = 'text/html; charset=utf-8';
/** As everywhere, but a form may come back to us. */
const contentPolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** Links that are none, per address and minute: nobody guesses one, and nobody shall try for long. */
const limit = { max: 30, windowMs: 60_000 };

const statusOf: Readonly<Record<LinkFaultPage, number>> = {
  invalid: 403,
  expired: 410,
  used: 410,
  closed: 410,
  forwarded: 403,
  limited: 429,
  away: 503,
};

/** A link that holds, with the referral it is for. */
interface Open {
  readonly link: AnswerLink;
  readonly language: Language;
  readonly actor: Actor;
  readonly state: CaseState;
  readonly referral: ReferralState;
}

const show = (reply: FastifyReply, status: number, body: string): FastifyReply =>
  reply.code(status).header('content-security-policy', contentPolicy).type(html).send(body);

const nowOf = async ({ clock }: ApiParts): Promise<string> =>
  toDomain(await clock.getClock(), new Date().toISOString());

const officesOf = async ({ directory }: ApiParts, { state, link }: Open) =>
  (await directory.listInstitutions({ canton: state.canton })).filter(
    ({ id }) => id !== link.institutionId,
  );

/** The answers that can be given now, with the codes that are taken. */
const formsOf = async (parts: ApiParts, { state, actor, link }: Open): Promise<AnswerForm[]> => {
  const { allowedActions } = await caseViewFor(parts, state, actor);
  return answerKinds.flatMap((kind) =>
    allowedActions
      .filter((action) => action.kind === kind && action.referralId === link.referralId)
      .map(({ fields }) => ({ kind, fields })),
  );
};

const showForms = async (
  parts: ApiParts,
  open: Open,
  { reply, refusal }: { readonly reply: FastifyReply; readonly refusal?: Refusal },
): Promise<FastifyReply> => {
  const { link, language, state, referral } = open;
  const offices = await officesOf(parts, open);
  const due = state.deadlines.find(
    ({ kind, referralId }) => kind === 'T_DEC' && referralId === referral.id,
  );
  const body = answerPage(
    {
      language,
      caseShort: shortCase(state.id),
      purpose: referral.purpose,
      from: offices.find(({ id }) => id === referral.from)?.name[language] ?? referral.from,
      dueOn: due && shownDate(due.dueAt),
      until: shownDate(link.expiresAt),
      forms: await formsOf(parts, open),
      offices,
      refusal,
    },
    askable,
  );
  return show(reply, refusal === undefined ? 200 : refusalStatus[refusal.code], body);
};

type Request = FastifyRequest<{ Params: { token: string }; Body: unknown }>;

/** Whom a link speaks for, or why it may not be used. */
const openLink = async (
  parts: ApiParts,
  request: Request,
): Promise<{ open: Open } | { fault: LinkFaultPage; link?: AnswerLink; language: Language }> => {
  const own = languageOf(request.headers['accept-language']);
  const checked = await parts.notices.links.check(request.params.token, await nowOf(parts));
  const { link } = checked;
  const entry =
    link &&
    (await parts.directory.listInstitutions({ canton: cantonOf(link.institutionId) })).find(
      ({ id }) => id === link.institutionId,
    );
  const language = entry?.language ?? own;
  if (!checked.ok) return { fault: checked.fault, language, ...(link && { link }) };
  const { institutionId, caseId, referralId, id } = checked.link;
  const actor = linkActor(id, institutionId);
  const viewer = { ...actor, canton: cantonOf(institutionId) };
  const state = await parts.cases.findCase(viewer, caseId);
  const referral = state && findReferral(state, referralId);
  if (
    state === undefined ||
    referral === undefined ||
    !isToAnswer(state, institutionId, referralId)
  ) {
    return { fault: 'closed', language, link: checked.link };
  }
  return { open: { link: checked.link, language, actor, state, referral } };
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
    return show(reply, method === 'GET' ? 200 : 409, openPage(language));
  }
  const bound =
    browser === 'unopened' ? await openHere(parts, { link, request, reply }) : undefined;
  if (bound !== undefined) return showForms(parts, { ...open, link: bound }, { reply });
  const fault = 'forwarded';
  request.log.warn({ fault, link: link.id, method }, 'signed link refused');
  return show(reply, statusOf[fault], faultPage(language, fault));
};

/** Gives the answer to the case, under an id that follows from the link: twice is once. */
const takeAnswer = async (
  parts: ApiParts,
  open: Open,
  { request, reply }: { readonly request: Request; readonly reply: FastifyReply },
): Promise<FastifyReply> => {
  const { link, language, actor, state } = open;
  const { body } = request;
  if (body instanceof URLSearchParams && body.get('kind') === 'open') {
    return showForms(parts, open, { reply });
  }
  const answer = body instanceof URLSearchParams ? readAnswer(body, link.referralId) : undefined;
  if (answer === undefined) {
    return showForms(parts, open, { reply, refusal: { code: 'invalid_command', details: {} } });
  }
  try {
    await parts.submit({
      commandId: derivedId('link', link.id),
      caseId: link.caseId,
      actor,
      body: answer,
    });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const { refusal } = error;
    request.log.info({ link: link.id, code: refusal.code }, 'answer by link refused by the case');
    if (refusal.code === 'engine_unavailable') return show(reply, 503, faultPage(language, 'away'));
    return showForms(parts, open, { reply, refusal });
  }
  await parts.notices.links.markUsed(link.id);
  await parts.notices.deliveries.noteRead(state.id, link.institutionId);
  request.log.info({ link: link.id, kind: answer.kind }, 'answered by link');
  // Who has only said that it arrived can still answer, with a new link.
  const until = linkEnd(await nowOf(parts));
  const next =
    answer.kind === 'acknowledgeReferral'
      ? {
          path: await parts.notices.links.make({ ...link, expiresAt: until }),
          until: shownDate(until),
        }
      : undefined;
  return show(reply, 200, donePage(language, { kind: answer.kind, next }));
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
    const refuse = (fault: LinkFaultPage, language: Language): FastifyReply =>
      show(reply, statusOf[fault], faultPage(language, fault));
    if (limiter.isOver(request.ip)) {
      return refuse('limited', languageOf(request.headers['accept-language']));
    }
    const found = await openLink(parts, request);
    if ('open' in found) return inBrowser(parts, found.open, { request, reply, use });
    const { fault, link, language } = found;
    request.log.warn({ fault, link: link?.id, method: request.method }, 'signed link refused');
    if (fault === 'invalid') limiter.note(request.ip);
    return refuse(fault, language);
  };

  app.get<{ Params: { token: string } }>(url, { schema }, (request, reply) =>
    withLink(request, reply, (open) => showForms(parts, open, { reply })),
  );
  app.post<{ Params: { token: string } }>(url, { schema }, (request, reply) =>
    withLink(request, reply, (open) => takeAnswer(parts, open, { request, reply })),
  );
};
