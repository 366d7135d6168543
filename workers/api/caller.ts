/** Who asks: the bearer token of a request becomes actor and viewer, or the request ends here. */
import type { FastifyRequest } from 'fastify';
import type { Caller, VerifyToken } from '../../infra/oidc/verify';
import { TokenRefused } from '../../infra/oidc/verify';
import { refused } from '../../infra/temporal/refusals';
import type { Viewer } from './parts';

const callers = new WeakMap<FastifyRequest, Caller>();

const tokenOf = (header: string | undefined): string => {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw refused('unauthenticated', { reason: 'missing' });
  return token;
};

/** Checks the token of a request; throws `RefusedError` or `TokenRefused`. */
export const authenticate = (verify: VerifyToken) => async (request: FastifyRequest) => {
  callers.set(request, await verify(tokenOf(request.headers.authorization)));
};

/** The caller of an authenticated request. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request);
  if (caller === undefined) throw new TokenRefused('claims');
  return caller;
};

/** What row-level security must know of a caller. */
export const viewerOf = ({ actor, canton }: Caller): Viewer => ({
  userId: actor.userId,
  institutionId: actor.institutionId,
  role: actor.role,
  canton,
});
