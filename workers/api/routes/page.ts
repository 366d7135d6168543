import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiParts, App, PageFile } from '../parts';

/** Names carry a hash of the content: what is kept can never be old. */
const forEver = 'public, max-age=31536000, immutable';
/** Addresses that are no view, whatever comes after them. Behind /answer/ are the signed links. */
const notViews = /^\/((v1|docs|page|healthz|readyz|metrics|openapi)(\/|\.|\?|$)|answer\/)/;

/** As few bytes as the browser takes. */
export const sendFile = (
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
): FastifyReply => {
  reply.type(file.type).header('vary', 'accept-encoding');
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  return takesGzip
    ? reply.header('content-encoding', 'gzip').send(file.gzip)
    : reply.send(file.body);
};

/** The page: files made at start, and what it must know before anybody signed in. */
export const pageRoutes = (app: App, parts: ApiParts): void => {
  const schema = { hide: true };
  app.get('/page/about.json', { schema }, async () => parts.about);
  for (const [url, file] of parts.page) {
    const kept = url === '/' ? {} : { 'cache-control': forEver };
    app.get(url, { schema }, async (request, reply) =>
      sendFile(request, reply.headers(kept), file),
    );
  }
};

/**
 * The document, when a browser opens the address of a view: the page knows which views there are,
 * and says so where there is none. Undefined for everything else.
 */
export const documentFor = (
  { page }: Pick<ApiParts, 'page'>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined => {
  const document = page.get('/');
  const isView = request.method === 'GET' && !notViews.test(request.url);
  const isBrowser = request.headers.accept?.includes('text/html') === true;
  return document !== undefined && isView && isBrowser
    ? sendFile(request, reply, document)
    : undefined;
};
