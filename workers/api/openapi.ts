/** The OpenAPI 3.1 document, made from the same zod shapes that parse the requests. */
import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ProblemDetails } from '../../schemas/index';
import { problemType } from './problem';
import type { App } from './parts';

/** What every route may answer besides its own answer. */
export const problemAnswer = {
  description: 'A problem with a stable code; what the codes mean stands at the end of /docs.',
  content: { [problemType]: { schema: ProblemDetails } },
};

const description = `Registers and refers cases between institutions, and keeps their deadlines.

Sign in at an OpenID provider and send \`Authorization: Bearer <token>\`. Commands take an
\`Idempotency-Key\`: repeating one with the same key and body does nothing twice. \`If-Match\` with
the version you have seen refuses a command that was meant for an older state of the case.
Personal data are in the dossier only; everything else holds ids, codes and dates.`;

/** Only the shapes that some route uses; the registry knows those of files and brokers, too. */
const prune = (document: { components?: { schemas?: Record<string, unknown> } }): void => {
  const schemas = document.components?.schemas;
  if (schemas === undefined) return;
  const used = new Set<string>();
  const visit = (node: unknown): void => {
    const found = JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name = ''] of found) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit({ ...document, components: {} });
  for (const name of Object.keys(schemas))
    if (!used.has(name)) Reflect.deleteProperty(schemas, name);
};

/** Collects the routes registered after it. */
export const describeApi = async (app: App): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Relais',
        version: '1',
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'cases', description: 'Register a case, read it, act on it' },
        { name: 'lists', description: 'Find the cases that wait for somebody' },
        {
          name: 'people',
          description: 'Who is away, who works on what, where offices stay silent',
        },
        { name: 'deliveries', description: 'How offices are told, and how far each notice came' },
        { name: 'live', description: 'What happens, while it happens' },
        { name: 'policies', description: 'The rules of the cantons and what they advise' },
        {
          name: 'publication',
          description: 'Try new rules, publish them, follow them to the cases',
        },
        { name: 'reference', description: 'Institutions, calendars, the clock, texts' },
        { name: 'operation', description: 'For those who run the installation' },
      ],
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (parts) => {
      const document = jsonSchemaTransformObject(parts);
      prune(document as Parameters<typeof prune>[0]);
      return document;
    },
  });
};

export const signedIn = [{ token: [] }];

/** Headers of a request: only the named ones are looked at, the others are left alone. */
export const headers = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> =>
  z.object(shape);
