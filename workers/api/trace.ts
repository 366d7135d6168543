/** Every request has a W3C trace context: the caller's goes on, and out with what a command causes. */
import { continueTrace, currentTrace, inTrace } from '../../infra/telemetry/trace';
import type { ApiParts, App } from './parts';

/** Gives each request its trace from now on; returns the parts that pass it on. */
export function traceRequests(app: App, parts: ApiParts): ApiParts {
  app.addHook('onRequest', (request, _reply, done) => {
    inTrace(continueTrace(request.headers['traceparent']), done);
  });
  return {
    ...parts,
    submit: (command) => {
      const traceparent = currentTrace();
      return parts.submit(traceparent === undefined ? command : { ...command, traceparent });
    },
  };
}
