/** Who asks: the bearer token of a request becomes actor and viewer, or the request ends here. */
import type { FastifyRequest } from 'fastify';
import type { CaseState } from '../../domain/case/state';
import { isErased } from '../../domain/case/state';
import { relationsOf, runsCase } from '../../domain/permissions';
import type { Caller, VerifyToken } from '../../infra/oidc/verify';
import { TokenRefused } from '../../infra/oidc/verify';
import { refused } from '../../infra/temporal/refusals';
import type { CaseId } from '../../schemas/index';
import type { ApiParts, Viewer } from './parts';

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

export interface CaseForRunner {
  readonly viewer: Viewer;
  readonly state: CaseState;
  readonly relations: ReturnType<typeof relationsOf>;
}

/**
 * A case for those who run it: the registering office, the lead and the coordinators. Throws
 * `RefusedError`: `not_found` when the caller may not see it, `not_permitted` when it is not theirs.
 */
export const caseForRunner = async (
  { cases }: Pick<ApiParts, 'cases'>,
  request: FastifyRequest,
  caseId: CaseId,
): Promise<CaseForRunner> => {
  const caller = callerOf(request);
  const viewer = viewerOf(caller);
  const state = await cases.findCase(viewer, caseId);
  if (state === undefined) throw refused('not_found');
  if (isErased(state)) throw refused('erased');
  const relations = relationsOf(state, caller.actor);
  if (!runsCase(relations)) throw refused('not_permitted');
  return { viewer, state, relations };
};
