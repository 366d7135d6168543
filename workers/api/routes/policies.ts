import { z } from 'zod';
import { localDate } from '../../../domain/deadlines/dates';
import { toDomain } from '../../../domain/deadlines/clock';
import { refused } from '../../../infra/temporal/refusals';
import { text } from '../../../infra/texts';
import {
  CantonCode, Facts, PlainDate, PolicyAdvice, PolicyDocument, PolicySummary, languages,
} from '../../../schemas/index'; // prettier-ignore
import type { LocalText } from '../../../schemas/index';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const PolicyList = z.strictObject({ items: z.array(PolicySummary) }).meta({ id: 'PolicyList' });
const PolicyParams = z.strictObject({ id: z.string().min(1).max(60) });
const Moment = z.strictObject({
  asOf: PlainDate.optional().describe('in force on this day; today when absent'),
  knownOn: PlainDate.optional().describe('as the rules were known on this day; now when absent'),
});
type Moment = z.infer<typeof Moment>;

const adviceNote = (): LocalText =>
  Object.fromEntries(
    languages.map((language) => [language, text(language, 'verdict.advice', {})]),
  ) as LocalText;

const getPolicy = async (parts: ApiParts, id: string, at: Moment): Promise<PolicyDocument> => {
  const now = toDomain(await parts.clock.getClock(), new Date().toISOString());
  const { asOf: on = localDate(now), knownOn } = at;
  const found = await parts.policies.findPolicy({ policyId: id, on, knownOn });
  if (found === undefined) throw refused('not_found');
  return found;
};

const summary = (document: PolicyDocument): z.infer<typeof PolicySummary> => {
  const { running, criteria, exceptions, routes, ...rest } = document;
  const { id, version, canton, model } = running;
  return { id, version, canton, model, ...rest };
};

/** Policies as dated data. */
export const policyRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/policies',
    schema: {
      operationId: 'listPolicies',
      summary: 'Every published version of every policy, the newest of each first',
      tags: ['policies'],
      security: signedIn,
      querystring: z.strictObject({ canton: CantonCode.optional() }),
      response: { 200: PolicyList, default: problemAnswer },
    },
    handler: async (request) => {
      const all = await parts.policies.listPolicies(request.query);
      return { items: all.map(summary) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/policies/:id',
    schema: {
      operationId: 'readPolicy',
      summary: 'The version of a policy in force on a day, as it is or was known',
      tags: ['policies'],
      security: signedIn,
      params: PolicyParams,
      querystring: Moment,
      response: { 200: PolicyDocument, default: problemAnswer },
    },
    handler: async (request) => getPolicy(parts, request.params.id, request.query),
  });
};

/** What a policy advises on facts that are stored nowhere. */
export const adviceRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'POST',
    url: '/v1/policies/:id/evaluate',
    schema: {
      operationId: 'evaluatePolicy',
      summary: 'The advice of a policy on facts, with reasons, missing facts and what would help',
      description: 'Stores nothing and decides nothing: a person confirms a verdict on a case.',
      tags: ['policies'],
      security: signedIn,
      params: PolicyParams,
      querystring: Moment,
      body: z.strictObject({ facts: Facts }),
      response: { 200: PolicyAdvice, default: problemAnswer },
    },
    handler: async (request) => {
      const document = await getPolicy(parts, request.params.id, request.query);
      const { facts } = request.body;
      const verdict = parts.policies.judge(document, facts);
      const { sets } = parts.policies.help(document, facts);
      return { verdict, help: sets.map((set) => [...set]), note: adviceNote() };
    },
  });
};
