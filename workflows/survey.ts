/**
 * Once a day, what no single case can do for itself: calendars that reach far enough, a case that runs
 * again when nobody runs it, and a closed one that is erased when its time is over. It lives as long as the installation; a day that was
 * missed is made up by the next.
 */
import { condition, continueAsNew, setHandler } from '@temporalio/workflow';
import { toEngine } from '../domain/deadlines/clock';
import { addDays, localDate, localInstant } from '../domain/deadlines/dates';
import type { CaseId, Clock } from '../schemas/index';
import type { SurveyInput } from './contract';
import { adjustClockSignal } from './contract';
import { domainNow, msUntil } from './now';
import {
  eraseEnded,
  keepCalendars,
  listCasesToRecover,
  listRetentionEnded,
  reviveCases,
} from './proxies';

const batchSize = 50;
/** After this many batches the rest waits for the next day: a history must not grow for ever. */
const mostBatches = 100;
/** At night; but a demonstration whose days are seconds is not surveyed all the time. */
const surveyTime = '03:00';
const shortestPauseMs = 600_000;

type Page = (after: CaseId | undefined) => Promise<CaseId[]>;

const walk = async (page: Page, visit: (ids: CaseId[]) => Promise<unknown>): Promise<void> => {
  let after: CaseId | undefined;
  for (let batch = 0; batch < mostBatches; batch += 1) {
    const ids = await page(after);
    after = ids.at(-1);
    if (after === undefined) return;
    await visit(ids);
  }
};

/** Milliseconds until the next night by the clock of the installation. */
const untilNight = (clock: Clock): number => {
  const tomorrow = addDays(localDate(domainNow(clock)), 1);
  return Math.max(shortestPauseMs, msUntil(toEngine(clock, localInstant(tomorrow, surveyTime))));
};

export async function surveyWorkflow(input: SurveyInput): Promise<void> {
  let { clock, calendarsIn = '' } = input;
  setHandler(adjustClockSignal, (moved) => {
    clock = moved;
  });
  const known = clock;
  await condition(() => clock !== known, untilNight(clock));
  if (clock === known) {
    const on = localDate(domainNow(clock));
    if (calendarsIn !== on.slice(0, 7)) await keepCalendars(on);
    calendarsIn = on.slice(0, 7);
    await walk(
      (after) => listCasesToRecover({ after, limit: batchSize }),
      (ids) => reviveCases({ ids, clock }),
    );
    await walk((after) => listRetentionEnded({ on, after, limit: batchSize }), eraseEnded);
  }
  await continueAsNew<typeof surveyWorkflow>({ clock, calendarsIn });
}
