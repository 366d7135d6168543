/** An answer given behind a signed link: to the case, or back to its reader with what is wrong with it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CaseState } from '../../domain/case/state';
import { toDomain } from '../../domain/deadlines/clock';
import type { AnswerLink } from '../../infra/prisma/link-store';
import { RefusedError } from '../../infra/temporal/refusals';
import { refusalStatus } from '../../schemas/index';
import type { Actor, AllowedAction, Language } from '../../schemas/index';
import type { Posted, Returned } from '../../web/views/link/sheet';
import { answerKinds, linkEnd } from '../answers';
import { derivedId } from '../submit';
import { readAnswer, returnedBecause } from './answer-form';
import type { AnswerBody } from './answer-form';
import { caseViewFor } from './case-view';
import { chosenLanguage, showFault, showSheet, wordsIn } from './link-sheet';
import type { ApiParts } from './parts';

/** A link that holds. */
export interface Open {
  readonly link: AnswerLink;
  readonly language: Language;
  readonly actor: Actor;
  readonly state: CaseState;
}

export const nowOf = async ({ clock }: ApiParts): Promise<string> =>
  toDomain(await clock.getClock(), new Date().toISOString());

/** The referral and every answer that can be given to it. */
export const showForms = async (
  parts: ApiParts,
  { link, language, actor, state }: Open,
  { reply, returned }: { readonly reply: FastifyReply; readonly returned?: Returned },
): Promise<FastifyReply> => {
  const [clock, now] = [await parts.clock.getClock(), await nowOf(parts)];
  return showSheet(parts, reply, {
    status: returned === undefined ? 200 : refusalStatus[returned.problem.code],
    words: await wordsIn(parts, language, link.institutionId),
    content: {
      shows: 'asked',
      view: await caseViewFor(parts, state, actor),
      referralId: link.referralId,
      clock: { now, rate: clock.rate, note: '' },
      until: link.expiresAt,
      returned,
    },
  });
};

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The answer of this kind that can be given now. */
const findAction = async (
  parts: ApiParts,
  { state, actor, link }: Open,
  kind: string | undefined,
): Promise<AllowedAction | undefined> =>
  (await caseViewFor(parts, state, actor)).allowedActions.find(
    (one) =>
      one.kind === kind &&
      one.referralId === link.referralId &&
      answerKinds.some((answer) => answer === kind),
  );

/** Under an id that follows from the link: twice is once. */
const submitAnswer = async (
  parts: ApiParts,
  { link, actor }: Open,
  body: AnswerBody,
): Promise<RefusedError | undefined> => {
  try {
    const commandId = derivedId('link', link.id);
    await parts.submit({ commandId, caseId: link.caseId, actor, body });
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
};

/** Who has only said that it arrived can still answer, with a new link. */
const thank = async (
  parts: ApiParts,
  { link, language }: Open,
  { kind, reply, request }: Exchange & { readonly kind: AnswerBody['kind'] },
): Promise<FastifyReply> => {
  const until = linkEnd(await nowOf(parts));
  const chosen = chosenLanguage(request);
  const query = chosen === undefined ? '' : `?language=${chosen}`;
  const next =
    kind === 'acknowledgeReferral'
      ? { path: `${await parts.notices.links.make({ ...link, expiresAt: until })}${query}`, until }
      : undefined;
  const words = await wordsIn(parts, language);
  return showSheet(parts, reply, { status: 200, words, content: { shows: 'done', kind, next } });
};

/** Gives what was posted to the case, or back to its reader with what is wrong with it. */
export const giveAnswer = async (
  parts: ApiParts,
  open: Open,
  { request, reply, posted }: Exchange & { readonly posted: Posted },
): Promise<FastifyReply> => {
  const { link, language, state } = open;
  const words = await wordsIn(parts, language, link.institutionId);
  const action = await findAction(parts, open, posted['kind']?.[0]);
  const none = { returned: { missing: [], wrong: [] } };
  const read = action === undefined ? none : await readAnswer(words, action, posted);
  const said = { posted, kind: action?.kind };
  if ('returned' in read) {
    const refusal = { code: 'invalid_command', details: {} } as const;
    const returned = returnedBecause(refusal, words, { ...said, ...read.returned });
    return showForms(parts, open, { reply, returned });
  }
  const refused = await submitAnswer(parts, open, read.answer);
  if (refused !== undefined) {
    const { refusal } = refused;
    request.log.info({ link: link.id, code: refusal.code }, 'answer by link refused by the case');
    if (refusal.code === 'engine_unavailable')
      return showFault(parts, reply, { fault: 'away', language });
    return showForms(parts, open, { reply, returned: returnedBecause(refusal, words, said) });
  }
  const { kind } = read.answer;
  await parts.notices.links.markUsed(link.id);
  await parts.notices.deliveries.noteRead(state.id, link.institutionId);
  request.log.info({ link: link.id, kind }, 'answered by link');
  return thank(parts, open, { kind, reply, request });
};
