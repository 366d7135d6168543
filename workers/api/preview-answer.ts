/** The answer to a preview: the whole of it, or server-sent events while it goes on. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refused } from '../../infra/temporal/refusals';
import type { RulesPreview } from '../../schemas/index';
import { callerOf } from './caller';
import { previewRules } from './preview';
import type { PreviewParts } from './preview';
import type { Proposal } from './proposal';

/** A preview reads every open case; more of them at once would only make each slower. */
const maxPreviews = 2;

type Steps = ReturnType<typeof previewRules>;

const eventOf = (name: string, data: unknown): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const asEvents = async function* (
  first: Awaited<ReturnType<Steps['next']>>,
  rest: Steps,
): AsyncGenerator<string, void> {
  let step = first;
  for (; step.done !== true; step = await rest.next()) yield eventOf('progress', step.value);
  yield eventOf('result', step.value);
};

const resultOf = async (steps: Steps, isAway: () => boolean): Promise<RulesPreview> => {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
    // Nobody waits for the answer any more, so nobody reads this one.
    if (isAway()) throw refused('engine_unavailable');
  }
};

export interface PreviewAsked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly proposal: Proposal;
}

/** Answers with a preview: whole, or with its progress as it goes on. */
export const makePreviewAnswer = (preview: PreviewParts) => {
  let running = 0;
  const end = (): void => {
    running -= 1;
  };
  const stream = async (steps: Steps): Promise<Readable> => {
    // The first piece is made here, so that a database that is away is still a proper problem.
    const first = await steps.next();
    return Readable.from(asEvents(first, steps)).once('close', end);
  };
  return async ({ request, reply, proposal }: PreviewAsked): Promise<RulesPreview> => {
    if (running >= maxPreviews) throw refused('too_many_requests');
    running += 1;
    const steps = previewRules(preview, proposal, callerOf(request).canton);
    if (request.headers.accept?.includes('text/event-stream') !== true)
      return resultOf(steps, () => request.raw.socket.destroyed).finally(end);
    const events = await stream(steps).catch((error: unknown) => {
      end();
      throw error;
    });
    return reply
      .type('text/event-stream')
      .headers({ 'x-accel-buffering': 'no', connection: 'close' })
      .send(events) as unknown as RulesPreview;
  };
};
