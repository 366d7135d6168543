/** One of our own processes that the launcher keeps running. */
export interface WorkerEntry {
  readonly name: string;
  readonly file: string;
  /** Stages start one after the other and stop in reverse; inside a stage all start at once. */
  readonly stage: number;
  /** Asked over HTTP on the API's port; without it a log line says that the process is ready. */
  readonly readyPath?: string;
  /** Only where the demo data is. */
  readonly demoOnly?: boolean;
  /** Only where no identity provider is named from outside. */
  readonly ownIssuerOnly?: boolean;
  /** Only where no mail server is named from outside. */
  readonly ownMailOnly?: boolean;
}

/** Everything that `npm start` runs beside the engines. */
export const workerTable: readonly WorkerEntry[] = [
  { name: 'identity', file: 'workers/identity.main.ts', stage: 1, ownIssuerOnly: true },
  { name: 'temporal-worker', file: 'workers/temporal.main.ts', stage: 1 },
  { name: 'relay', file: 'workers/relay.main.ts', stage: 1 },
  { name: 'intake', file: 'workers/intake.main.ts', stage: 1 },
  { name: 'mail-catcher', file: 'workers/mail-catcher.main.ts', stage: 1, ownMailOnly: true },
  { name: 'notifier', file: 'workers/notifier.main.ts', stage: 1 },
  { name: 'api', file: 'workers/api.main.ts', stage: 1, readyPath: '/readyz' },
  { name: 'simulator', file: 'workers/simulator.main.ts', stage: 2, demoOnly: true },
];

/** Runs once before them, every time: what it writes, it writes only where it is missing. */
export const seedFile = 'workers/seed.main.ts';
