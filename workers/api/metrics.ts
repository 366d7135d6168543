/** Numbers for those who run the installation; labels are routes and statuses, never ids. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ApiParts, App } from './parts';

export interface Metrics {
  /** Counts the requests of an application from now on. */
  watch(app: App): void;
  /** Adds what the runtime knows of the process; once per process. */
  watchProcess(): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Notices that wait for the relay: the first thing to look at when nobody is told. */
const watchOutbox = (registers: Registry[], stats: ApiParts['outboxStats']): void => {
  const parked = new Gauge({
    name: 'relais_outbox_parked',
    help: 'Notices that Kafka will not take; a person must look',
    registers,
  });
  const oldest = new Gauge({
    name: 'relais_outbox_oldest_seconds',
    help: 'Age of the oldest notice that waits',
    registers,
  });
  new Gauge({
    name: 'relais_outbox_waiting',
    help: 'Notices not published yet',
    registers,
    async collect() {
      // Without the database the last numbers stand; /readyz says that it is away.
      const now = await stats().catch(() => undefined);
      if (now === undefined) return;
      this.set(now.waiting);
      oldest.set(now.oldestAgeMs / 1000);
      parked.set(now.parked);
    },
  });
};

export const makeMetrics = (outboxStats: ApiParts['outboxStats']): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: 'relais_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  });
  const problems = new Counter({
    name: 'relais_http_problems_total',
    help: 'Answers with a status of 400 or more',
    labelNames: ['status'],
    registers,
  });
  const open = new Gauge({
    name: 'relais_http_requests_open',
    help: 'Requests without an answer yet, event streams among them',
    registers,
  });
  watchOutbox(registers, outboxStats);
  return {
    watch: (app) => {
      app.addHook('onRequest', async () => open.inc());
      app.addHook('onResponse', async (request, reply) => {
        open.dec();
        const status = String(reply.statusCode);
        const route = request.routeOptions.url ?? 'none';
        duration.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
        if (reply.statusCode >= 400) problems.inc({ status });
      });
    },
    watchProcess: () => collectDefaultMetrics({ register: registry, prefix: 'relais_' }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
