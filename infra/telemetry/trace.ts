/** W3C trace context (https://www.w3.org/TR/trace-context/) of the request that is being served. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { TraceParent } from '../../schemas/index';

const current = new AsyncLocalStorage<string>();

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');

/**
 * The trace context of a request: the caller's trace goes on under a span of our own; without one, or
 * with what is none, a new trace begins.
 */
export function continueTrace(header: unknown): string {
  const given = TraceParent.safeParse(header);
  const [, traceId = randomHex(16), , flags = '00'] = given.success ? given.data.split('-') : [];
  return `00-${traceId}-${randomHex(8)}-${flags}`;
}

/** Does something within a trace context; all that it waits for is within it too. */
export const inTrace = <T>(traceparent: string, act: () => T): T => current.run(traceparent, act);

/** The trace context in which this is called. */
export const currentTrace = (): string | undefined => current.getStore();
