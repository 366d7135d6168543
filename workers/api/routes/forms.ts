import { z } from 'zod';
import { circumstancesOf } from '../../../domain/consent/circumstances';
import { openedBy } from '../../../domain/consent/field-filter';
import { askGate } from '../../../domain/consent/send-gate';
import type { Gated } from '../../../domain/consent/send-gate';
import { forCanton } from '../../../domain/criteria/advise';
import { toDomain } from '../../../domain/deadlines/clock';
import { localDate } from '../../../domain/deadlines/dates';
import type { Caller } from '../../../infra/oidc/verify';
import { refused } from '../../../infra/temporal/refusals';
import { FormView, SharingPreview, SharingRequest } from '../../../schemas/index';
import type { InstitutionId, ReferralRequest } from '../../../schemas/index';
import { fieldsOfKind } from '../action-fields';
import { callerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

const SharingPreviews = z
  .strictObject({ items: z.array(SharingPreview) })
  .meta({ id: 'SharingPreviews' });

/** A case that is not there yet, as the gate would look at it: the advice tells who is a minor. */
const gatedBy = async (
  parts: ApiParts,
  { canton }: Caller,
  asked: SharingRequest & { readonly on: string },
): Promise<Gated> => {
  const { policyId, person, facts, on } = asked;
  const document = await parts.policies.findPolicy({ canton, policyId, on });
  const adopted = document?.adoptedBy.find((one) => one.canton === canton);
  if (document === undefined || adopted === undefined)
    throw refused('unknown_policy', { policyId });
  const verdict = parts.policies.judge({
    document: forCanton(document, adopted.canton),
    duties: [],
    facts,
    birthDate: person.birthDate,
    on,
  });
  const circumstances = circumstancesOf(facts);
  return { circumstances, consentSuspended: false, verdict: { ...verdict, verdictId: '' } };
};

const previewOf = (
  gated: Gated,
  { person, facts }: SharingRequest,
  sending: ReferralRequest & { readonly from: InstitutionId; readonly now: string },
): SharingPreview => {
  const { from, to, purpose, reciprocity = false, now } = sending;
  const gate = askGate(gated, { from, to, purpose, reciprocity }, now);
  if (!gate.open) return { to, refusal: gate.refusal.code, person: {}, facts: {} };
  const opened = openedBy({ person, facts }, gate.grant);
  return { to, basis: gate.basis.code, person: { ...opened.person }, facts: { ...opened.facts } };
};

/** What forms have to ask for, and what a referral would show before it leaves. */
export const formRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/forms/:kind',
    schema: {
      operationId: 'readForm',
      summary: 'The fields of a registration, or of a command whatever the case',
      description:
        'With the codes that are taken now they stand in the `allowedActions` of a case.',
      params: z.strictObject({ kind: z.string().max(40) }),
      tags: ['reference'],
      security: signedIn,
      response: { 200: FormView, default: problemAnswer },
    },
    handler: async (request) => {
      const fields = fieldsOfKind.get(request.params.kind);
      if (fields === undefined) throw refused('not_found');
      return { fields: [...fields] };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/referrals/preview',
    schema: {
      operationId: 'previewReferrals',
      summary: 'Exactly what each recipient would see, or why nothing could leave',
      description:
        'Stores nothing and sends nothing. The gate and the filter are those of a referral.',
      tags: ['cases'],
      security: signedIn,
      body: SharingRequest,
      response: { 200: SharingPreviews, default: problemAnswer },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const { institutionId } = caller.actor;
      const now = toDomain(await parts.clock.getClock(), new Date().toISOString());
      const asked = request.body;
      const gated = await gatedBy(parts, caller, { ...asked, on: localDate(now) });
      const items = asked.referrals.map((one) =>
        previewOf(gated, asked, { ...one, from: one.from ?? institutionId, now }),
      );
      return { items };
    },
  });
};
