import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { Rehearsal, RehearsalRequest, ScenarioSummary } from '../../../schemas/index';
import type { CaseId } from '../../../schemas/index';
import type { Scenario } from '../../../schemas/scenario';
import { listScenarioFiles, readScenario } from '../../rehearse/read-scenario';
import { caseForRunner } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { rehearse } from '../rehearsal';
import { subjectOfCase, subjectOfScenario } from '../rehearsal-subject';
import type { Subject } from '../rehearsal-subject';

const tags = ['policies'];

const ScenarioList = z
  .strictObject({ items: z.array(ScenarioSummary).readonly() })
  .meta({ id: 'ScenarioList' });

/** The scenarios of the project. They are files of this release, so they are read once. */
const scenariosOnce = (): (() => readonly Scenario[]) => {
  let known: readonly Scenario[] | undefined;
  return () => (known ??= listScenarioFiles().flatMap((file) => readScenario(file).scenario ?? []));
};

/**
 * The facts of a case, for those who run it. A play tells of verdict and days alone, but whoever plays
 * has had the facts used: that is a read.
 */
const subjectFrom = async (
  parts: ApiParts,
  request: FastifyRequest,
  caseId: CaseId,
): Promise<Subject> => {
  const { state, viewer } = await caseForRunner(parts, request, caseId);
  const dossier = await parts.dossiers.getDossier(state.id, state.dossierRef);
  const fields = Object.keys(dossier.facts).map((name) => `facts.${name}`);
  await parts.audit.append({ caseId, viewer, action: 'case_rehearsed', fields });
  return subjectOfCase(state, dossier);
};

/** Try a policy on somebody's facts. */
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
        'The decisions, criteria, clocks and ladder of every real case, on the invented person of a scenario or on the facts of a case, which only those who run it may play (it is noted as a read). Whoever owes something does it so many business days after its clock began, or never. Nothing is stored. Of a scenario the person and the facts are taken, not the script: what it supplies later is supplied when it is asked for. A case is played from its registration on, with the facts known by now, not with what happened in it.',
      tags,
      security: signedIn,
      body: RehearsalRequest,
      response: { 200: Rehearsal, default: problemAnswer },
    },
    handler: async (request) => {
      const { caseId, scenario: wanted } = request.body;
      if (caseId !== undefined)
        return rehearse(parts, await subjectFrom(parts, request, caseId), request.body);
      const scenario = scenarios().find(({ id }) => id === wanted);
      if (scenario === undefined) throw refused('not_found');
      return rehearse(parts, subjectOfScenario(scenario), request.body);
    },
  });
};
