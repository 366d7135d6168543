import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { toDomain } from '../../../domain/deadlines/clock';
import type { Caller } from '../../../infra/oidc/verify';
import { refused } from '../../../infra/temporal/refusals';
import { CantonCode, Rollout, RulesPreview } from '../../../schemas/index';
import { callerOf } from '../caller';
import type { DatedCalendar } from '../../../infra/calendars/calendars';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App, PublicationRoom } from '../parts';
import { makePreviewAnswer } from '../preview-answer';
import type { PreviewAsked } from '../preview-answer';
import { proposeCalendar, proposePolicy } from '../proposal';
import type { Proposal } from '../proposal';
import { beginRollout, coordinatorOf, mustWorkBy, readCalendars, readPolicy } from '../publish';

const yaml = ['application/yaml', 'text/yaml', 'application/x-yaml', 'text/plain'];

const tags = ['publication'];
const body = z.string().describe('a new version as a YAML document, as it stands in `policies/`');
const corrections = z
  .string()
  .describe('all corrections of the canton, as they stand in `policies/calendars/`');
const forPolicies =
  'For coordinators of a canton that works by the policy. Cases are named by their id, and only those of the own canton.';
const forCalendars = 'For coordinators of the canton.';
const moving =
  'The open cases are moved in the background, from the first day of the rules on. The same text again changes nothing and gives the same answer.';
const previewed = {
  200: {
    description:
      'The preview. As `text/event-stream`: events `progress` with checked and of, then one `result`.',
    content: {
      'application/json': { schema: RulesPreview },
      'text/event-stream': { schema: z.string() },
    },
  },
  default: problemAnswer,
};
const published = { 202: Rollout, default: problemAnswer };

const nowOf = async ({ clock }: PublicationRoom): Promise<string> =>
  toDomain(await clock.getClock(), new Date().toISOString());

type Answer = (asked: PreviewAsked) => Promise<RulesPreview>;

const begun = (reply: FastifyReply, rollout: Rollout): Rollout => {
  void reply.code(202).header('location', `/v1/rollouts/${encodeURIComponent(rollout.id)}`);
  return rollout;
};

const previewPolicy = (app: App, room: PublicationRoom, answer: Answer): void => {
  app.route({
    method: 'POST',
    url: '/v1/policies/:id/preview',
    schema: {
      operationId: 'previewPolicy',
      summary: 'What a new version of a policy would do to the open cases',
      description: forPolicies,
      tags,
      security: signedIn,
      consumes: yaml,
      params: z.strictObject({ id: z.string().min(1).max(60) }),
      body,
      response: previewed,
    },
    handler: async (request, reply) => {
      const canton = coordinatorOf(callerOf(request));
      const now = await nowOf(room);
      const { id } = request.params;
      const { document } = await readPolicy(room, { text: request.body, id, now });
      await mustWorkBy(room, document, canton);
      return answer({ request, reply, proposal: await proposePolicy(room.rules, document, now) });
    },
  });
};

const publishPolicy = (app: App, room: PublicationRoom): void => {
  app.route({
    method: 'POST',
    url: '/v1/policies',
    schema: {
      operationId: 'publishPolicy',
      summary: 'Publish a version of a policy and move the open cases to it',
      description: `${forPolicies} ${moving}`,
      tags,
      security: signedIn,
      consumes: yaml,
      body,
      response: published,
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const canton = coordinatorOf(caller);
      const now = await nowOf(room);
      const { document, known } = await readPolicy(room, { text: request.body, now });
      await mustWorkBy(room, document, canton);
      const proposal = await proposePolicy(room.rules, document, now);
      await room.publishPolicy(document);
      return begun(reply, await beginRollout(room, { proposal, caller, repeated: known }));
    },
  });
};

interface OwnCalendars {
  readonly calendars: readonly DatedCalendar[];
  readonly proposal: Proposal;
  /** True when these days are the current ones already. */
  readonly current: boolean;
}

/** The calendars that corrections make; only a coordinator of the canton gives them. */
const proposed = async (
  room: PublicationRoom,
  { caller, canton, text }: { caller: Caller; canton: CantonCode; text: string },
): Promise<OwnCalendars> => {
  if (coordinatorOf(caller) !== canton) throw refused('not_permitted');
  const now = await nowOf(room);
  const [first, ...own] = await readCalendars(room, { canton, text, now });
  if (first === undefined) throw refused('not_found');
  const rules = {
    calendar: first.calendar,
    ...(own.length > 0 && {
      calendars: Object.fromEntries(own.map(({ calendar }) => [calendar.id, calendar])),
    }),
  };
  const today = await room.rules.calendars.getCalendars(canton, now);
  return {
    calendars: [first, ...own],
    proposal: proposeCalendar(room.rules, rules, { canton, now }),
    current: today.calendar.version === first.calendar.version,
  };
};

const CalendarParams = z.strictObject({ canton: CantonCode });

const previewCalendar = (app: App, room: PublicationRoom, answer: Answer): void => {
  app.route({
    method: 'POST',
    url: '/v1/calendars/:canton/preview',
    schema: {
      operationId: 'previewCalendar',
      summary: 'What corrections of a calendar would do to the open cases of the canton',
      description: forCalendars,
      tags,
      security: signedIn,
      consumes: yaml,
      params: CalendarParams,
      body: corrections,
      response: previewed,
    },
    handler: async (request, reply) => {
      const { canton } = request.params;
      const asked = { caller: callerOf(request), canton, text: request.body };
      const { proposal } = await proposed(room, asked);
      return answer({ request, reply, proposal });
    },
  });
};

const publishCalendar = (app: App, room: PublicationRoom): void => {
  app.route({
    method: 'POST',
    url: '/v1/calendars/:canton',
    schema: {
      operationId: 'publishCalendar',
      summary: 'Publish the corrections of a calendar and move the open cases of the canton to it',
      description: `${forCalendars} ${moving}`,
      tags,
      security: signedIn,
      consumes: yaml,
      params: CalendarParams,
      body: corrections,
      response: published,
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { canton } = request.params;
      const asked = { caller, canton, text: request.body };
      const { calendars, proposal, current } = await proposed(room, asked);
      for (const { calendar, days } of calendars) await room.publishCalendar(calendar, days);
      return begun(reply, await beginRollout(room, { proposal, caller, repeated: current }));
    },
  });
};

/** Try new rules on the open cases, and publish them. They are texts, and nothing else is taken. */
export const publicationRoutes = (app: App, { publication: room }: ApiParts): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(yaml, { parseAs: 'string' }, (_request, text, done) => done(null, text));
  const answer = makePreviewAnswer(room.preview);
  previewPolicy(app, room, answer);
  publishPolicy(app, room);
  previewCalendar(app, room, answer);
  publishCalendar(app, room);
};
