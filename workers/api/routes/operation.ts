import { z } from 'zod';
import { Language, refusalCodes } from '../../../schemas/index';
import { textsOf } from '../../../infra/texts';
import { docsPage } from '../docs-page';
import { styleOf } from '../page-style';
import type { Metrics } from '../metrics';
import { problemAnswer } from '../openapi';
import { fileOf } from '../page-file';
import type { ApiParts, App, PageFile } from '../parts';
import { sendFile } from './page';

const Health = z.strictObject({ status: z.literal('alive') }).meta({ id: 'Health' });
const Readiness = z
  .strictObject({
    status: z.enum(['ready', 'not_ready']),
    parts: z.record(z.string(), z.enum(['up', 'away'])),
  })
  .meta({ id: 'Readiness' });

const tags = ['operation'];
const hidden = { schema: { hide: true } };

const words = new Map<Language, PageFile>();

/** All words of a language, which no process learns anew. */
const wordsIn = (language: Language): PageFile => {
  const kept = words.get(language);
  if (kept !== undefined) return kept;
  const body = JSON.stringify(Object.fromEntries(textsOf(language)));
  const file = fileOf('application/json; charset=utf-8', body);
  words.set(language, file);
  return file;
};

/** For those who run the installation; no token needed. */
export const operationRoutes = (app: App, parts: ApiParts, metrics: Metrics): void => {
  app.route({
    method: 'GET',
    url: '/healthz',
    schema: {
      operationId: 'health',
      summary: 'The process is alive',
      tags,
      response: { 200: Health, default: problemAnswer },
    },
    handler: async () => ({ status: 'alive' as const }),
  });

  app.route({
    method: 'GET',
    url: '/readyz',
    schema: {
      operationId: 'readiness',
      summary: 'Everything the API leans on answers',
      tags,
      response: { 200: Readiness, 503: Readiness, default: problemAnswer },
    },
    handler: async (_request, reply) => {
      const found = await parts.readiness();
      const isReady = Object.values(found).every((word) => word === 'up');
      return reply
        .code(isReady ? 200 : 503)
        .send({ status: isReady ? ('ready' as const) : ('not_ready' as const), parts: found });
    },
  });

  app.get('/metrics', hidden, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
};

/** Texts and documents for those who build on the API; no token needed. */
export const readerRoutes = (app: App, parts: Pick<ApiParts, 'page'>): void => {
  app.route({
    method: 'GET',
    url: '/v1/texts/:language',
    schema: {
      operationId: 'readTexts',
      summary: 'The words for codes and states in one language',
      tags: ['reference'],
      params: z.strictObject({ language: Language }),
      response: { 200: z.record(z.string(), z.string()), default: problemAnswer },
    },
    handler: async (request, reply) =>
      sendFile(
        request,
        reply.header('cache-control', 'public, max-age=300'),
        wordsIn(request.params.language),
      ),
  });

  app.get('/openapi.json', hidden, async () => app.swagger());
  app.get('/docs', hidden, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(docsPage(app.swagger(), refusalCodes, styleOf(parts))),
  );
};
