import type { ApiParts, App } from '../parts';

/** The status page: files made at start, and what it must know before anybody signed in. */
export const pageRoutes = (app: App, parts: ApiParts): void => {
  const schema = { hide: true };
  app.get('/page/about.json', { schema }, async () => parts.about);
  for (const [url, { type, body }] of parts.page) {
    app.get(url, { schema }, async (_request, reply) => reply.type(type).send(body));
  }
};
