import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { Rollout } from '../../../schemas/index';
import { callerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { coordinatorOf } from '../publish';

const RolloutList = z.strictObject({ items: z.array(Rollout) }).meta({ id: 'RolloutList' });
const tags = ['publication'];
const description =
  'For coordinators of a canton that the rules are for. Of the cases that could not be reached only those of the own canton are named.';

/** How far the open cases have gone over to published rules. */
export const rolloutRoutes = (app: App, { publication: { rollouts } }: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/rollouts',
    schema: {
      operationId: 'listRollouts',
      summary: 'Published rules on their way to the open cases of the canton, newest first',
      description,
      tags,
      security: signedIn,
      response: { 200: RolloutList, default: problemAnswer },
    },
    handler: async (request) => ({
      items: await rollouts.listRollouts(coordinatorOf(callerOf(request))),
    }),
  });

  app.route({
    method: 'GET',
    url: '/v1/rollouts/:id',
    schema: {
      operationId: 'readRollout',
      summary: 'How far the open cases have gone over to one version',
      description,
      tags,
      security: signedIn,
      params: z.strictObject({ id: z.string().min(1).max(120) }),
      response: { 200: Rollout, default: problemAnswer },
    },
    handler: async (request) => {
      const found = await rollouts.findRollout(coordinatorOf(callerOf(request)), request.params.id);
      if (found === undefined) throw refused('not_found');
      return found;
    },
  });
};
