import { z } from 'zod';
import { isErased } from '../../../domain/case/state';
import { visibleDossier } from '../../../domain/consent/field-filter';
import { toDomain } from '../../../domain/deadlines/clock';
import { refused } from '../../../infra/temporal/refusals';
import { DossierView } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

/** What an answer shows, by name; this is what the audit log keeps of a read. */
const fieldsIn = (shown: { person: object; facts: object }): string[] => [
  ...Object.keys(shown.person).map((name) => `person.${name}`),
  ...Object.keys(shown.facts).map((name) => `facts.${name}`),
];

/** Read the person and the facts, as far as the caller's part in the case opens them. */
export const dossierRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/dossier',
    schema: {
      operationId: 'readDossier',
      summary: 'The person and the facts, as far as the caller may read them',
      description:
        'The recipient of a referral sees the field groups of its grant; until it has accepted, of the person only the year of birth, the language and the need of an interpreter. Every read is written to the audit log before it is answered.',
      tags: ['cases'],
      security: signedIn,
      params: CaseParams,
      querystring: z.strictObject({
        part: z
          .enum(['facts'])
          .optional()
          .describe('facts: without the person, for whoever only has to decide on an answer'),
      }),
      response: { 200: DossierView, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const viewer = viewerOf(caller);
      const state = await parts.cases.findCase(viewer, request.params.id);
      if (state === undefined) throw refused('not_found');
      if (isErased(state)) throw refused('erased');
      const dossier = await parts.dossiers.getDossier(state.id, state.dossierRef);
      const now = toDomain(await parts.clock.getClock(), new Date().toISOString());
      const visible = visibleDossier(dossier, state, { actor: caller.actor, now });
      const { facts } = visible;
      const person = request.query.part === 'facts' ? {} : visible.person;
      const fields = fieldsIn({ person, facts });
      if (fields.length === 0) throw refused(visible.reason ?? 'not_permitted');
      // First the log, then the answer: a read that cannot be noted does not happen.
      await parts.audit.append({ caseId: state.id, viewer, action: 'dossier_read', fields });
      return reply.send({
        caseId: state.id,
        version: state.version,
        person: { ...person },
        facts: { ...facts },
        fields,
      });
    },
  });
};
