import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { Rehearsal, RehearsalRequest, ScenarioSummary } from '../../../schemas/index';
import type { Scenario } from '../../../schemas/scenario';
import { listScenarioFiles, readScenario } from '../../rehearse/read-scenario';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { rehearse } from '../rehearsal';

const tags = ['policies'];

const ScenarioList = z
  .strictObject({ items: z.array(ScenarioSummary).readonly() })
  .meta({ id: 'ScenarioList' });

/** The scenarios of the project. They are files of this release, so they are read once. */
const scenariosOnce = (): (() => readonly Scenario[]) => {
  let known: readonly Scenario[] | undefined;
  return () => (known ??= listScenarioFiles().flatMap((file) => readScenario(file).scenario ?? []));
};

/** Try a policy on an imagined case. */
export const rehearsalRoutes = (app: App, parts: ApiParts): void => {
  const scenarios = scenariosOnce();

  app.route({
    method: 'GET',
    url: '/v1/scenarios',
    schema: {
      operationId: 'listScenarios',
      summary: 'The invented persons on whom a policy can be rehearsed',
      tags,
      security: signedIn,
      response: { 200: ScenarioList, default: problemAnswer },
    },
    handler: async () => ({
      items: scenarios().map(({ id, title, source, canton, start }) => ({
        id,
        title,
        source,
        canton,
        start,
      })),
    }),
  });

  app.route({
    method: 'POST',
    url: '/v1/rehearsals',
    schema: {
      operationId: 'rehearsePolicy',
      summary: 'Play a version of a policy with offices that answer or fall silent',
      description:
        'The decisions, criteria, clocks and ladder of every real case, on an invented person of a scenario. Whoever owes something does it so many business days after its clock began, or never. Nothing is stored. Of a scenario the person and the facts are taken, not the script: what it supplies later is supplied when it is asked for.',
      tags,
      security: signedIn,
      body: RehearsalRequest,
      response: { 200: Rehearsal, default: problemAnswer },
    },
    handler: async (request) => {
      const scenario = scenarios().find(({ id }) => id === request.body.scenario);
      if (scenario === undefined) throw refused('not_found');
      return rehearse(parts, scenario, request.body);
    },
  });
};
