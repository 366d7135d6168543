/**
 * A signed link belongs to the browser in which somebody opened it first. Opening is a click, because
 * mail scanners follow every link; the browser keeps a random secret, the link only its hash. The
 * cookie is `Lax`, not `Strict`: a browser sends no strict cookie to a link that is clicked in a web
 * mailbox, and its owner would be taken for somebody else. With a form of another site it does not
 * travel either way.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerLink } from '../../infra/prisma/link-store';
import type { ApiParts } from './parts';

const cookieShape = /(?:^|;\s*)relais_answer=([A-Za-z0-9_-]{43})(?:;|$)/;
const secretBytes = 32;
/** As long as a link can hold. */
const maxAgeSeconds = 14 * 86_400;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const secretIn = ({ headers }: FastifyRequest): string | undefined =>
  cookieShape.exec(headers.cookie ?? '')?.[1];

/** `unopened`: nobody clicked yet. `other`: somebody did, in another browser. */
export const browserOf = (
  request: FastifyRequest,
  { boundHash }: AnswerLink,
): 'unopened' | 'own' | 'other' => {
  if (boundHash === null) return 'unopened';
  const secret = secretIn(request);
  if (secret === undefined) return 'other';
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(boundHash)) ? 'own' : 'other';
};

/** Gives the link to this browser; undefined when another one was faster. */
export const openHere = async (
  { notices, about }: Pick<ApiParts, 'notices' | 'about'>,
  { link, request, reply }: { link: AnswerLink; request: FastifyRequest; reply: FastifyReply },
): Promise<AnswerLink | undefined> => {
  const secret = secretIn(request) ?? randomBytes(secretBytes).toString('base64url');
  const boundHash = hashOf(secret);
  if (!(await notices.links.bind(link.id, boundHash))) return undefined;
  const secure = about.profile === 'production' ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `relais_answer=${secret}; Path=/answer; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`,
  );
  return { ...link, boundHash };
};
