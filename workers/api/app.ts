/** The HTTP application, built but not listening: `api.main.ts` and the tests give it its parts. */
import fastify, { LogController } from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { authenticate } from './caller';
import { languageOf } from './language';
import { makeMetrics } from './metrics';
import { describeApi } from './openapi';
import type { ApiParts, App } from './parts';
import { answerTo, problemOf, problemType } from './problem';
import { absenceRoutes } from './routes/absences';
import { caseloadRoutes, patternRoutes, responsibleRoutes } from './routes/caseload';
import { caseRoutes } from './routes/cases';
import { commandRoutes } from './routes/commands';
import { dossierRoutes } from './routes/dossier';
import { duplicateRoutes } from './routes/duplicates';
import { eventRoutes } from './routes/events';
import { forecastRoutes } from './routes/forecast';
import { formRoutes } from './routes/forms';
import { indicatorRoutes } from './routes/indicators';
import { handoverRoutes } from './routes/handover';
import { caseDeliveryRoutes, channelRoutes, deliveryRoutes } from './routes/deliveries';
import { answerRoutes } from './routes/links';
import { ledgerRoutes } from './routes/ledger';
import { boardRoutes, listRoutes, worklistRoutes } from './routes/lists';
import { nameRoutes } from './routes/names';
import { savedViewRoutes } from './routes/saved-views';
import { operationRoutes, readerRoutes } from './routes/operation';
import { documentFor, pageRoutes } from './routes/page';
import { pathRoutes } from './routes/path';
import { directoryRoutes, timeRoutes } from './routes/reference';
import { adviceRoutes, policyRoutes } from './routes/policies';
import { publicationRoutes } from './routes/publication';
import { rehearsalRoutes } from './routes/rehearsals';
import { rolloutRoutes } from './routes/rollouts';
import { timelineRoutes } from './routes/timeline';
import { verdictRoutes } from './routes/verdicts';
import { traceRequests } from './trace';
import { zodValidator } from './validate';

const bodyLimitBytes = 262_144;
const requestTimeoutMs = 30_000;
/** What is still being answered when the process stops has this long; then the line is cut. */
const closeGraceMs = 3_000;

/** Builds the application. */
export const buildApp = async (given: ApiParts): Promise<App> => {
  const app = makeServer(given);
  const parts = traceRequests(app, given);
  const metrics = makeMetrics(parts.outboxStats);
  app.setValidatorCompiler(zodValidator);
  // Answers are built from the same types as the document; the tests hold them against it.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  guardEverything(app, parts);
  metrics.watch(app);
  await describeApi(app);
  await app.register(async (open) => {
    operationRoutes(open, parts, metrics);
    readerRoutes(open, parts);
    pageRoutes(open, parts);
  });
  await app.register(async (forms) => answerRoutes(forms, parts));
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', authenticate(parts.verify));
    for (const routes of guardedRoutes) routes(guarded, parts);
    await guarded.register(async (texts) => publicationRoutes(texts, parts));
  });
  await app.ready();
  return app;
};

const guardedRoutes = [
  caseRoutes, commandRoutes, timelineRoutes, ledgerRoutes, pathRoutes, dossierRoutes, duplicateRoutes, handoverRoutes, listRoutes, worklistRoutes, boardRoutes, nameRoutes, savedViewRoutes, forecastRoutes, eventRoutes,
  directoryRoutes, timeRoutes, policyRoutes, adviceRoutes, rehearsalRoutes,
  verdictRoutes, rolloutRoutes, absenceRoutes, responsibleRoutes, caseloadRoutes, patternRoutes, indicatorRoutes,
  caseDeliveryRoutes, deliveryRoutes, channelRoutes, formRoutes,
]; // prettier-ignore

const makeServer = (parts: ApiParts): App =>
  fastify({
    ...(parts.log === undefined ? { logger: false } : { loggerInstance: parts.log }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: false,
    // A request id from outside would let a stranger write into the log.
    requestIdHeader: false,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply),
    clientErrorHandler,
  });

/** Hooks and handlers that hold for every route, also for those that do not exist. */
const guardEverything = (app: App, parts: ApiParts): void => {
  const policy = contentPolicy(parts.about.issuer);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, id } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.info(
      { id, method, route: routeOptions.url, status: reply.statusCode, ms },
      'answered',
    );
  });
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), closeGraceMs).unref();
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request, reply) => {
    const document = documentFor(parts, request, reply);
    if (document !== undefined) return document;
    const problem = problemOf(
      { code: 'not_found', details: {} },
      languageOf(request.headers['accept-language']),
    );
    return reply.code(problem.status).type(problemType).send(JSON.stringify(problem));
  });
};

/** The page may talk to us and to the issuer, and load nothing from anywhere else. */
const contentPolicy = (issuer: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const answer = answerTo(error, languageOf(request.headers['accept-language']));
  if (answer.unexpected) request.log.error({ err: error, id: request.id }, 'unexpected error');
  else if (answer.status === 503) request.log.warn({ err: error, id: request.id }, 'unavailable');
  const problem = answer.unexpected
    ? { ...answer.problem, instance: `urn:relais:request:${request.id}` }
    : answer.problem;
  void reply
    .code(answer.status)
    .headers(answer.headers)
    .type(problemType)
    .send(JSON.stringify(problem));
};

/** What is not even HTTP is answered in the same shape; the connection ends. */
const clientErrorHandler = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const problem = problemOf({ code: 'malformed', details: {} }, 'en');
  const body = JSON.stringify(problem);
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      `content-type: ${problemType}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
