import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { Absence, AbsenceRequest } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { todayOf } from '../facts';
import { mustActFor, officeOf } from '../office';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { InvalidRequest } from '../validate';

const AbsenceList = z.strictObject({ items: z.array(Absence) }).meta({ id: 'AbsenceList' });
const tags = ['people'];
const url = '/v1/absences';
const forWhom =
  'For oneself; for others of the institution by its coordinators and its management. Written to the audit log of the institution.';

const unfit = (path: string, expected: string): InvalidRequest =>
  new InvalidRequest('body', [{ path, expected }]);

/** Nobody could be reached through an id that nobody has. */
const checkSubstitute = async (
  { directory }: ApiParts,
  institutionId: string,
  { userId, substitute }: { readonly userId: string; readonly substitute?: string | undefined },
): Promise<void> => {
  if (substitute === undefined) return;
  if (substitute === userId) throw unfit('substitute', 'somebody else');
  const contacts = (await directory.findInstitution(institutionId))?.contacts ?? [];
  if (!contacts.some((one) => one.userId === substitute))
    throw unfit('substitute', 'somebody whom the directory names at the same institution');
};

/** Who is away: deadlines and mails then reach the substitute or the deputy. */
export const absenceRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'POST',
    url,
    schema: {
      operationId: 'enterAbsence',
      summary: 'Enter an absence with a substitute',
      description: forWhom,
      tags,
      security: signedIn,
      body: AbsenceRequest,
      response: { 201: Absence, default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { userId = caller.actor.userId, ...absence } = request.body;
      const institutionId = await mustActFor(parts, caller, userId);
      if (absence.to < (await todayOf(parts.clock))) throw unfit('to', 'today or a later day');
      await checkSubstitute(parts, institutionId, { userId, ...absence });
      const entered = { institutionId, userId, ...absence };
      return reply.code(201).send(await parts.absences.enter(entered, viewerOf(caller)));
    },
  });

  app.route({
    method: 'GET',
    url,
    schema: {
      operationId: 'listAbsences',
      summary: 'Who is away at the own institution, today and later',
      tags,
      security: signedIn,
      response: { 200: AbsenceList, default: problemAnswer },
    },
    handler: async (request) => {
      const institutionId = officeOf(callerOf(request));
      const today = await todayOf(parts.clock);
      return { items: [...(await parts.absences.listAbsences(institutionId, today))] };
    },
  });

  removalRoute(app, parts);
};

const removalRoute = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'DELETE',
    url: `${url}/:id`,
    schema: {
      operationId: 'removeAbsence',
      summary: 'Take an absence back',
      description: forWhom,
      tags,
      security: signedIn,
      params: z.strictObject({ id: z.uuid() }),
      response: { 204: z.null(), default: problemAnswer },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const found = await parts.absences.findAbsence(officeOf(caller), request.params.id);
      if (found === undefined) throw refused('not_found');
      await mustActFor(parts, caller, found.userId);
      if (!(await parts.absences.remove(found, viewerOf(caller)))) throw refused('not_found');
      return reply.code(204).send(null);
    },
  });
};
