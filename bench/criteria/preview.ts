/** How long a new version of the largest policy takes to be tried on all open cases, on one core. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { makeCriteria } from '../../domain/criteria/advise';
import { runningIn } from '../../domain/criteria/adoption';
import { addDays, localDate } from '../../domain/deadlines/dates';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { openDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makePreviewStore } from '../../infra/prisma/preview-store';
import type { CantonCode, PolicyDocument } from '../../schemas/index';
import { previewRules } from '../../workers/api/preview';
import { proposePolicy } from '../../workers/api/proposal';
import { largestPolicy, measureCriteria } from './criteria';
import { fillWithCases } from './open-cases';

export interface PreviewReport {
  readonly cases: number;
  readonly touched: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Bare verdicts on the same facts, measured right after. */
  readonly barePerSecond: number;
  /** The longest time in which nothing else was answered. */
  readonly longestPauseMs: number;
}

interface Place {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
}

/** Other lengths and one route less: every case is judged again and has its clocks moved. */
const edited = (document: PolicyDocument, today: string): PolicyDocument => ({
  ...document,
  validFrom: today,
  knownSince: addDays(today, 1),
  routes: document.routes.slice(1),
  running: {
    ...document.running,
    version: 'bench',
    terms: { ...document.running.terms, T_CRIT: { BD: 12 }, T_INFO: { BD: 15 } },
  },
});

const publishRules = async (db: Database, canton: CantonCode, today: string) => {
  const policies = makePolicyStore(db);
  for (const policy of loadPolicies()) await policies.publishPolicy(policy);
  const calendars = makeCalendarStore(db);
  const year = Number(today.slice(0, 4));
  const calendar = calendarsFor(canton, year - 1, year + 3);
  await calendars.publishCalendar(calendar);
  return { room: { policies, calendars }, calendar };
};

const timed = async (steps: ReturnType<typeof previewRules>) => {
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  const start = performance.now();
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  const seconds = (performance.now() - start) / 1000;
  pauses.disable();
  return { preview: step.value, seconds, longestPauseMs: pauses.max / 1e6 };
};

/** Fills a database of its own with open cases and measures one preview over all of them. */
export const measurePreview = async (at: Place, cases: number): Promise<PreviewReport> => {
  const db = openDatabase(at.databaseUrl, 'relais_engine');
  try {
    const now = new Date().toISOString();
    const today = localDate(now);
    const { document, duties } = largestPolicy();
    const canton = document.adoptedBy[0]?.canton;
    const policy = canton && runningIn(document, canton);
    if (canton === undefined || policy === undefined) throw new Error('nobody adopted the policy');
    const { room, calendar } = await publishRules(db, canton, today);
    const keyring = loadKeyring(at.masterKeyFile);
    const criteria = makeCriteria(makeExpressions());
    const rules = { policy, calendar };
    await fillWithCases({ db, keyring, criteria, document, duties, rules, now }, cases);
    await db.$executeRaw`ANALYZE`;
    const proposal = await proposePolicy(room, edited(document, today), now);
    const parts = { openCases: makePreviewStore(db, keyring), criteria };
    const { preview, seconds, longestPauseMs } = await timed(previewRules(parts, proposal, canton));
    if (preview.checked !== cases)
      throw new Error(`looked at ${preview.checked} of ${cases} cases`);
    const { touched } = preview;
    const barePerSecond = measureCriteria(Math.min(cases, 2_000)).perSecond;
    const perSecond = cases / seconds;
    return { cases, touched, seconds, perSecond, barePerSecond, longestPauseMs };
  } finally {
    await db.$disconnect();
  }
};

/** The same for people. */
export const previewText = (report: PreviewReport): string => {
  const { cases, touched, seconds, perSecond, barePerSecond, longestPauseMs } = report;
  return [
    `Preview over ${String(cases)} open cases in Postgres (${String(touched)} touched), one core`,
    `  seconds                                       ${seconds.toFixed(1)}`,
    `  cases per second                              ${perSecond.toFixed(0)}`,
    `  bare verdicts : cases                         ${(barePerSecond / perSecond).toFixed(1)}×`,
    `  longest pause for other requests, ms          ${longestPauseMs.toFixed(0)}`,
    '',
  ].join('\n');
};
