import { z } from 'zod';
import { forCanton } from '../../../domain/criteria/advise';
import { refused } from '../../../infra/temporal/refusals';
import { text } from '../../../infra/texts';
import {
  CantonCode, Facts, PartialDate, PlainDate, PolicyAdvice, PolicyDocument, PolicySummary, languages,
} from '../../../schemas/index'; // prettier-ignore
import type { LocalText } from '../../../schemas/index';
import { todayOf } from '../facts';
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

const dayOf = async (parts: ApiParts, { asOf }: Moment): Promise<string> =>
  asOf ?? todayOf(parts.clock);

const getPolicy = async (parts: ApiParts, id: string, at: Moment): Promise<PolicyDocument> => {
  const on = await dayOf(parts, at);
  const found = await parts.policies.findPolicy({ policyId: id, on, knownOn: at.knownOn });
  if (found === undefined) throw refused('not_found');
  return found;
};

const summary = (document: PolicyDocument): z.infer<typeof PolicySummary> => {
  const { title, validFrom, validTo, knownSince, source, partners, adoptedBy } = document;
  const { id, version, model } = document.running;
  const cantons = adoptedBy.map(({ canton }) => canton);
  return {
    ...{ id, version, model, cantons, title, validFrom, knownSince, source, partners },
    ...(validTo === undefined ? {} : { validTo }),
  };
};

const Asked = z.strictObject({
  facts: Facts,
  birthDate: PartialDate.optional().describe('the age follows from it; partly known is enough'),
});

/** The canton asked about must work by the policy; without one it is the first that does. */
const adoptedIn = (document: PolicyDocument, wanted: CantonCode | undefined): CantonCode => {
  const found = document.adoptedBy.find(({ canton }) => wanted === undefined || canton === wanted);
  if (found === undefined)
    throw refused('unknown_policy', { policyId: document.running.id, canton: wanted ?? '' });
  return found.canton;
};

const adviceOn = async (
  parts: ApiParts,
  document: PolicyDocument,
  asked: z.infer<typeof Asked> & { readonly on: string; readonly canton: CantonCode },
): Promise<z.infer<typeof PolicyAdvice>> => {
  const { facts, birthDate, on, canton } = asked;
  const adopted = forCanton(document, canton);
  const duties = await parts.policies.findDuties({ canton, on });
  const verdict = parts.policies.judge({
    document: adopted,
    duties: duties
      .filter(({ running }) => running.id !== document.running.id)
      .map((duty) => forCanton(duty, canton)),
    facts,
    birthDate,
    on,
  });
  const { sets } = parts.policies.help(adopted, facts);
  return { advice: true, verdict, help: sets.map((set) => [...set]), note: adviceNote() };
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
      querystring: Moment.extend({
        canton: CantonCode.optional().describe('whose parameters count; the first that adopted it'),
      }),
      body: Asked,
      response: { 200: PolicyAdvice, default: problemAnswer },
    },
    handler: async (request) => {
      const document = await getPolicy(parts, request.params.id, request.query);
      const on = await dayOf(parts, request.query);
      const canton = adoptedIn(document, request.query.canton);
      return adviceOn(parts, document, { ...request.body, on, canton });
    },
  });
};
