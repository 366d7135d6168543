import { z } from 'zod';
import { cantonOf } from '../../../domain/institution';
import type { Caller } from '../../../infra/oidc/verify';
import type { DeliveryScope } from '../../../infra/prisma/delivery-store';
import { refused } from '../../../infra/temporal/refusals';
import {
  ChannelAnswer, ChannelRequest, Delivery, DeliveryId, DeliveryPage, InstitutionId,
} from '../../../schemas/index'; // prettier-ignore
import { callerOf, viewerOf } from '../caller';
import { officeOf } from '../office';
import { problemAnswer, signedIn } from '../openapi';
import { PageQuery } from '../page-query';
import type { ApiParts, App } from '../parts';
import { coordinatorOf } from '../publish';
import { InvalidRequest } from '../validate';
import { CaseParams } from './cases';

const tags = ['deliveries'];

/** Coordinators look after the notices of their canton, everybody else after those to their own office. */
const scopeOf = (caller: Caller): DeliveryScope =>
  caller.actor.role === 'coordinator'
    ? { canton: caller.canton }
    : { institutionId: officeOf(caller) };

/** How far notices have come. */
export const caseDeliveryRoutes = (app: App, parts: ApiParts): void => {
  const { deliveries } = parts.notices;
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/deliveries',
    schema: {
      operationId: 'readDeliveries',
      summary: 'Every notice of a case: to whom, how, and how far it came',
      description: 'For the parties of the case and the coordinators of its canton.',
      tags,
      security: signedIn,
      params: CaseParams,
      response: { 200: DeliveryPage, default: problemAnswer },
    },
    handler: async (request) => {
      const { id } = request.params;
      const state = await parts.cases.findCase(viewerOf(callerOf(request)), id);
      if (state === undefined) throw refused('not_found');
      return { items: await deliveries.listOfCase(id) };
    },
  });
};

/** Notices that somebody has to look after. */
export const deliveryRoutes = (app: App, parts: ApiParts): void => {
  const { deliveries } = parts.notices;
  app.route({
    method: 'GET',
    url: '/v1/deliveries',
    schema: {
      operationId: 'listDeliveries',
      summary: 'Notices that did not arrive, or wait, newest first',
      description: 'Of the canton for its coordinators, of the own institution for everybody else.',
      tags,
      security: signedIn,
      querystring: PageQuery.extend({ state: z.enum(['failed', 'queued']).default('failed') }),
      response: { 200: DeliveryPage, default: problemAnswer },
    },
    handler: async (request) => deliveries.list(scopeOf(callerOf(request)), request.query),
  });

  app.route({
    method: 'POST',
    url: '/v1/deliveries/:id/replay',
    schema: {
      operationId: 'replayDelivery',
      summary: 'Send a notice that failed once more',
      description: 'Under the same id. A notice that did not fail stays as it is.',
      tags,
      security: signedIn,
      params: z.strictObject({ id: DeliveryId }),
      response: { 200: Delivery, default: problemAnswer },
    },
    handler: async (request) => {
      const found = await deliveries.replay(scopeOf(callerOf(request)), request.params.id);
      if (found === undefined) throw refused('not_found');
      return found;
    },
  });
};

/** How an institution wants to be told. */
export const channelRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'PUT',
    url: '/v1/institutions/:id/channel',
    schema: {
      operationId: 'setChannel',
      summary: 'Say how an institution is told: Kafka, mail or web hook',
      description:
        'For coordinators of its canton. A web hook gets a new secret, which is shown in this answer only.',
      tags,
      security: signedIn,
      params: z.strictObject({ id: InstitutionId }),
      body: ChannelRequest,
      response: { 200: ChannelAnswer, default: problemAnswer },
    },
    handler: async (request) => {
      const { params, body } = request;
      if (coordinatorOf(callerOf(request)) !== cantonOf(params.id)) throw refused('not_permitted');
      const isOpen = body.channel === 'webhook' && !body.url.startsWith('https://');
      if (isOpen && parts.about.profile === 'production') {
        throw new InvalidRequest('body', [{ path: 'url', expected: 'an https address' }]);
      }
      const answer = await parts.notices.setChannel(params.id, body);
      if (answer === undefined) throw refused('not_found');
      return answer;
    },
  });
};
