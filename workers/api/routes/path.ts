import { pathOf } from '../../../domain/path/path';
import { wayOf } from '../../../domain/path/way';
import type { ReferralState } from '../../../domain/case/state';
import { viewOf } from '../../../domain/view';
import { refused } from '../../../infra/temporal/refusals';
import { CasePath } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';
import { allEvents } from './ledger';

/** The way of a case, to be drawn. */
export const pathRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/path',
    schema: {
      operationId: 'readPath',
      summary: 'The way of a case, as data and as a Mermaid diagram: done, now, possible next',
      description: 'Each referral that the caller may see has a lane of its own.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      response: { 200: CasePath, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const viewer = viewerOf(caller);
      const state = await parts.cases.findCase(viewer, request.params.id);
      if (state === undefined) throw refused('not_found');
      const shown = viewOf(state, caller.actor).referrals.map(({ id }) => id);
      const events = await allEvents(parts, viewer, state.id);
      const shows = ({ id }: ReferralState): boolean => shown.includes(id);
      return {
        caseId: state.id,
        lanes: wayOf(events, state.id, shows).lanes,
        mermaid: pathOf(events, state.id, shows),
      };
    },
  });
};
