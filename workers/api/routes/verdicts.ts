import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { StoredVerdict } from '../../../activities/ports';
import { forCanton } from '../../../domain/criteria/advise';
import { localDate } from '../../../domain/deadlines/dates';
import { refused } from '../../../infra/temporal/refusals';
import { PlainDate, VerdictReview } from '../../../schemas/index';
import type { CantonCode, PolicyDocument } from '../../../schemas/index';
import { caseForRunner } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

const VerdictReviews = z
  .strictObject({ items: z.array(VerdictReview) })
  .meta({ id: 'VerdictReviews' });
const Rules = z.strictObject({
  asOf: PlainDate.optional().describe('by the rules of this day; absent: by those it was given by'),
  knownOn: PlainDate.optional().describe('with asOf: as the rules were known on this day'),
});
type Rules = z.infer<typeof Rules>;

interface Question {
  readonly stored: StoredVerdict;
  readonly canton: CantonCode;
  readonly rules: Rules;
}

const policyFor = async (
  parts: ApiParts,
  { stored: { verdict }, canton, rules: { asOf, knownOn } }: Question,
): Promise<PolicyDocument> => {
  const { policyId, policyVersion } = verdict;
  if (asOf === undefined) return parts.policies.getPolicy(policyId, policyVersion);
  const found = await parts.policies.findPolicy({ canton, policyId, on: asOf, knownOn });
  if (found === undefined) throw refused('unknown_policy', { policyId, on: asOf });
  return found;
};

const dutiesFor = async (
  parts: ApiParts,
  { stored: { verdict }, canton, rules: { asOf } }: Question,
): Promise<readonly PolicyDocument[]> =>
  asOf === undefined
    ? Promise.all(
        (verdict.dutyVerdicts ?? []).map(({ policyId, policyVersion }) =>
          parts.policies.getPolicy(policyId, policyVersion),
        ),
      )
    : parts.policies.findDuties({ canton, on: asOf });

/**
 * The same facts under the rules asked for, on the day of the verdict: a dossier never changes, new
 * facts are a new one.
 */
const review = async (
  parts: ApiParts,
  question: Question,
): Promise<z.infer<typeof VerdictReview>> => {
  const { canton, stored } = question;
  const { caseId, dossierRef, verdictId, decidedAt, verdict: given } = stored;
  const [document, duties, { person, facts }] = await Promise.all([
    policyFor(parts, question),
    dutiesFor(parts, question),
    parts.dossiers.getDossier(caseId, dossierRef),
  ]);
  const again = parts.policies.judge({
    document: forCanton(document, canton),
    duties: duties.map((duty) => forCanton(duty, canton)),
    facts,
    birthDate: person.birthDate,
    samePersonActive: given.samePersonActive,
    on: localDate(decidedAt),
  });
  return { verdictId, decidedAt, given, again, same: isDeepStrictEqual(given, again) };
};

/** The verdicts on a case, asked again as they were decided or by the rules of another day. */
export const verdictRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/verdicts',
    schema: {
      operationId: 'reviewVerdicts',
      summary: 'Every verdict on a case with its reasons, and the same question asked again',
      description:
        'For those who run the case. Every read is written to the audit log before it is answered.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      querystring: Rules,
      response: { 200: VerdictReviews, default: problemAnswer },
    },
    handler: async (request) => {
      const { viewer, state } = await caseForRunner(parts, request, request.params.id);
      const stored = await parts.verdicts.listVerdicts(state.id);
      const items = await Promise.all(
        stored.map((one) =>
          review(parts, { stored: one, canton: state.canton, rules: request.query }),
        ),
      );
      const fields = [...new Set(stored.flatMap(({ verdict }) => factsIn(verdict)))];
      await parts.audit.append({ caseId: state.id, viewer, action: 'verdicts_read', fields });
      return { items };
    },
  });
};

/** The data of a verdict are facts of the person: the audit log keeps their names. */
const factsIn = ({ criteria }: StoredVerdict['verdict']): string[] =>
  criteria.flatMap(({ data }) => Object.keys(data).map((name) => `facts.${name}`));
