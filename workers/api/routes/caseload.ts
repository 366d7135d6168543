import { z } from 'zod';
import { addMonths } from '../../../domain/deadlines/dates';
import { relationsOf } from '../../../domain/permissions';
import type { CaseState } from '../../../domain/case/state';
import type { Caller } from '../../../infra/oidc/verify';
import { refused } from '../../../infra/temporal/refusals';
import {
  ReassignRequest, Reassigned, Responsible, SilencePatterns, UserId, smallestCount,
} from '../../../schemas/index'; // prettier-ignore
import { callerOf, viewerOf } from '../caller';
import { todayOf } from '../facts';
import { mustActFor } from '../office';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

const tags = ['people'];
const url = '/v1/cases/:id/responsible';

/** The case of somebody whose institution works on it. Throws `not_found`, `not_permitted`. */
const workedOn = async (parts: ApiParts, caller: Caller, caseId: string): Promise<CaseState> => {
  const state = await parts.cases.findCase(viewerOf(caller), caseId);
  if (state === undefined) throw refused('not_found');
  if (relationsOf(state, caller.actor).length === 0) throw refused('not_permitted');
  return state;
};

/** Who works on a case at the own institution. It gives no right: rights are those of the institution. */
export const responsibleRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url,
    schema: {
      operationId: 'readResponsible',
      summary: 'Who works on a case at the own institution',
      tags,
      security: signedIn,
      params: CaseParams,
      response: { 200: Responsible, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { institutionId } = caller.actor;
      const { id: caseId } = await workedOn(parts, caller, request.params.id);
      const userId = await parts.caseload.findResponsible(caseId, institutionId);
      return { caseId, institutionId, ...(userId === undefined ? {} : { userId }) };
    },
  });

  app.route({
    method: 'PUT',
    url,
    schema: {
      operationId: 'assignResponsible',
      summary: 'Say who works on a case at the own institution',
      description: 'Written to the audit log of the case.',
      tags,
      security: signedIn,
      params: CaseParams,
      body: z.strictObject({ userId: UserId }),
      response: { 200: Responsible, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { id: caseId } = await workedOn(parts, caller, request.params.id);
      const { institutionId } = caller.actor;
      const assigned = { caseId, institutionId, userId: request.body.userId };
      await parts.caseload.assign(assigned, viewerOf(caller));
      return assigned;
    },
  });
};

/** All open cases of one person at once, to somebody else of the institution. */
export const caseloadRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'POST',
    url: '/v1/caseload/reassign',
    schema: {
      operationId: 'reassignCaseload',
      summary: 'Hand the open cases of one person to another; first only look',
      description:
        'With dryRun nothing moves and the answer says which cases it would be. By the person itself, the coordinators of the institution, or its management. Look and move are written to the audit log.',
      tags,
      security: signedIn,
      body: ReassignRequest,
      response: { 200: Reassigned, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { from, to, dryRun } = request.body;
      const institutionId = await mustActFor(parts, caller, from);
      const handing = { institutionId, from, to };
      const viewer = viewerOf(caller);
      const caseIds = dryRun
        ? await parts.caseload.previewReassign(handing, viewer)
        : await parts.caseload.reassign(handing, viewer);
      return { dryRun, count: caseIds.length, caseIds };
    },
  });
};

const strategic = ['strategic', 'coordinator'] as const;

/** What the strategic level sees of silence: pairs of institutions, no case and no person. */
export const patternRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/patterns',
    schema: {
      operationId: 'listPatterns',
      summary:
        'Which institutions of the canton stayed silent towards which, in the last twelve months',
      description:
        'For the strategic level and the coordinators. Counted are the escalations to the management (L3) and above; a pair with fewer than five is left out.',
      tags,
      security: signedIn,
      response: { 200: SilencePatterns, default: problemAnswer },
    },
    handler: async (request) => {
      const { actor, canton } = callerOf(request);
      if (!strategic.some((role) => role === actor.role)) throw refused('not_permitted');
      const since = addMonths(await todayOf(parts.clock), -12);
      const query = { canton, since, least: smallestCount };
      return { since, smallestCount, items: await parts.patterns.listSilence(query) };
    },
  });
};
