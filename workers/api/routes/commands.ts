import { z } from 'zod';
import { CommandRequest, CommandResult } from '../../../schemas/index';
import { callerOf } from '../caller';
import { caseViewFor } from '../case-view';
import { runCommand } from '../command';
import { headers, problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { positionHeader, positionOf } from '../position';
import { CaseParams, IdempotencyKey, etagOf } from './cases';

const IfMatch = z
  .string()
  .regex(/^(\*|(W\/)?"\d{1,9}"|\d{1,9})$/, { error: 'expected the ETag of the case, such as "3"' })
  .describe('the version the command is meant for');

const versionOf = (ifMatch: string | undefined): number | undefined => {
  const digits = /\d+/.exec(ifMatch ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
};

/** Act on a case. */
export const commandRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'POST',
    url: '/v1/cases/:id/commands',
    schema: {
      operationId: 'commandCase',
      summary: 'Ask something of a case',
      description:
        'One of the commands of `allowedActions`. The answer holds the case as it is now.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      headers: headers({
        'idempotency-key': IdempotencyKey.optional(),
        'if-match': IfMatch.optional(),
      }),
      body: CommandRequest,
      response: { 200: CommandResult, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { answer, state } = await runCommand(parts, {
        caller,
        caseId: request.params.id,
        request: request.body,
        key: request.headers['idempotency-key'],
        expectedVersion: versionOf(request.headers['if-match']),
      });
      const { commandId, version, status } = answer;
      const position = await positionOf(parts, caller, { caseId: state.id, version });
      const view = await caseViewFor(parts, state, caller.actor);
      return reply
        .headers({ etag: etagOf(state.version), [positionHeader]: position })
        .send({ commandId, version, status, position, case: view });
    },
  });
};
