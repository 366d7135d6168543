import { Readable } from 'node:stream';
import { z } from 'zod';
import { refused } from '../../../infra/temporal/refusals';
import { callerOf, viewerOf } from '../caller';
import { changeFeed } from '../change-feed';
import { headers, problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';

/** Each open stream asks the database every second; more of them than this is a fault somewhere. */
const maxStreams = 200;

/** What happens in the cases of the caller, while it happens. */
export const eventRoutes = (app: App, parts: ApiParts): void => {
  const closing = new AbortController();
  let streams = 0;
  app.addHook('preClose', async () => closing.abort());

  app.route({
    method: 'GET',
    url: '/v1/events',
    schema: {
      operationId: 'followChanges',
      summary: 'Changes of the cases the caller may see, as server-sent events',
      description:
        'Events are named `change`, with caseId, seq, type and at; the last of a case also brings its `row`, the line of a list as it is now. `lists`, with caseId, tells of a case that came upon a list, or left it, without a step of its own: a notice of it failed, was sent again or was read after all. Give the last id you have read, or the `position` of a list, as `Last-Event-ID` and nothing is missed; some may come twice. The stream ends when the token does.',
      tags: ['live'],
      security: signedIn,
      produces: ['text/event-stream'],
      headers: headers({ 'last-event-id': z.string().max(200).optional() }),
      response: {
        200: {
          description: 'An endless stream',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        default: problemAnswer,
      },
    },
    handler: async (request, reply) => {
      if (streams >= maxStreams) throw refused('too_many_requests');
      const caller = callerOf(request);
      const feed = changeFeed({
        cases: parts.cases,
        viewer: viewerOf(caller),
        after: request.headers['last-event-id'],
        untilMs: caller.expiresAtMs,
        signal: closing.signal,
      });
      // The first piece is made here, so that a database that is away is still a proper problem.
      const first = await feed.next();
      streams += 1;
      const stream = Readable.from(joined(first, feed));
      stream.once('close', () => {
        streams -= 1;
      });
      return (
        reply
          .type('text/event-stream')
          // Without keep-alive: a stream that ends must not leave a line that nobody uses.
          .headers({ 'x-accel-buffering': 'no', connection: 'close' })
          .send(stream as unknown as string)
      );
    },
  });
};

const joined = async function* (
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  if (first.done !== true) yield first.value;
  yield* rest;
};
