import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { CaseId, CaseView, RegisterCaseRequest } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { caseViewFor } from '../case-view';
import { headers, problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { noteRead } from '../note-read';
import { positionHeader, positionOf } from '../position';
import { registerCase } from '../registration';

export const CaseParams = z.strictObject({ id: CaseId });
/** A key of the caller's choice, one per thing asked; a UUID is a good one. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, { error: 'expected 1 to 200 printable characters' })
  .describe('one per thing asked, a UUID for instance; the same for a repetition');

/** The version of a case as an entity tag. */
export const etagOf = (version: number): string => `"${version}"`;

/** Register a case and read it. */
export const caseRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'POST',
    url: '/v1/cases',
    schema: {
      operationId: 'registerCase',
      summary: 'Register a case',
      description:
        'The criteria of the canton’s policy are judged at once; a person confirms. The header `relais-position` is for the `atLeast` of a list.',
      tags: ['cases'],
      security: signedIn,
      headers: headers({ 'idempotency-key': IdempotencyKey.optional() }),
      body: RegisterCaseRequest,
      response: { 201: CaseView, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const key = request.headers['idempotency-key'];
      const state = await registerCase(parts, { caller, request: request.body, key });
      const { id, version } = state;
      const position = await positionOf(parts, caller, { caseId: id, version });
      return reply
        .code(201)
        .headers({ location: `/v1/cases/${id}`, etag: etagOf(version), [positionHeader]: position })
        .send(await caseViewFor(parts, state, caller.actor));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id',
    schema: {
      operationId: 'readCase',
      summary: 'A case as the caller may see it',
      description:
        'The `ETag` is the version; `allowedActions` is what the caller may do now, each with its fields and the codes that are taken.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      response: { 200: CaseView, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const state = await parts.cases.findCase(viewerOf(caller), request.params.id);
      if (state === undefined) throw refused('not_found');
      await noteRead(parts, caller, state.id);
      const view = await caseViewFor(parts, state, caller.actor);
      return reply.header('etag', etagOf(state.version)).send(view);
    },
  });
};
