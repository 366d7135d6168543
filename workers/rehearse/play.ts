/** Plays one scenario from start to end and reports what was seen at each step. */
import { handoversOf } from '../../domain/case/handover';
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type { Calendar, CaseEvent, CaseId } from '../../schemas/index';
import type { Expectation, Scenario, ScenarioStep } from '../../schemas/scenario';
import { viewerOf } from '../api/caller';
import { act, callerOf } from './act';
import type { Check } from './check';
import { missed, same } from './check';
import type { House } from './house';
import { openHouse } from './house';
import { judgeHappenings } from './judge-happenings';
import type { Happenings } from './judge-happenings';
import { judgeState } from './judge-state';
import type { Judged } from './judge-state';
import { businessDay, calendarOf, momentOf } from './moments';
import type { Moment } from './moments';
import type { Stage } from './stage';

/** What is shown, not judged: it waits for later work. `holds`: it is so already. */
export interface Later {
  readonly reason: string;
  readonly holds?: boolean;
}

export interface StepReport {
  readonly moment: Moment;
  readonly bd: number;
  readonly step: ScenarioStep;
  readonly events: readonly CaseEvent[];
  readonly checks: readonly Check[];
  readonly later: readonly Later[];
}

export interface Report {
  readonly scenario: Scenario;
  readonly calendar: Calendar;
  readonly steps: readonly StepReport[];
  readonly misses: number;
  readonly elapsedMs: number;
}

interface Cast {
  readonly caseId: CaseId;
  seen: number;
  readonly notices: OutgoingNotice[];
}

interface Run {
  readonly house: House;
  readonly scenario: Scenario;
  readonly calendar: Calendar;
  /** The cases of the scenario by the name they have in the script. */
  readonly cast: Map<string, Cast>;
  /** Notices of cases that have no name in the script yet. */
  readonly strays: Map<CaseId, OutgoingNotice[]>;
}

const idsOf = ({ cast }: Run): CaseId[] => [...cast.values()].map(({ caseId }) => caseId);

/** Notices of every case wait until a step of theirs is judged. */
const sortNotices = async ({ house, cast, strays }: Run): Promise<void> => {
  const byId = new Map([...cast.values()].map((one) => [one.caseId, one.notices]));
  for (const { caseId, notice } of await house.takeNotices()) {
    const known = byId.get(caseId);
    if (known === undefined) strays.set(caseId, [...(strays.get(caseId) ?? []), notice]);
    else known.push(notice);
  }
};

const collect = async (run: Run, name: string): Promise<Happenings> => {
  const found = run.cast.get(name);
  if (found === undefined) return { events: [], notices: [] };
  await sortNotices(run);
  const events = await run.house.listEvents(found.caseId, found.seen);
  found.seen = events.at(-1)?.seq ?? found.seen;
  return { events, notices: found.notices.splice(0) };
};

/** What a step causes beside its case is waited for, and what comes back belongs to that step. */
const collectAll = async (run: Run, name: string): Promise<Happenings> => {
  const first = await collect(run, name);
  const caseId = run.cast.get(name)?.caseId;
  const state = caseId === undefined ? undefined : await run.house.findState(caseId);
  const handovers = state === undefined ? [] : handoversOf(state, first.events);
  if (handovers.length === 0) return first;
  for (const handover of handovers) await run.house.waitFor(handover);
  const rest = await collect(run, name);
  return {
    events: [...first.events, ...rest.events],
    notices: [...first.notices, ...rest.notices],
  };
};

const judgedOf = ({ house }: Run, state: CaseState): Judged => ({
  state,
  sees: async (right) =>
    (await house.api.cases.findCase(viewerOf(callerOf(right)), state.id)) !== undefined,
});

const judgeExpected = async (run: Run, name: string, expected: Expectation): Promise<Check[]> => {
  const caseId = run.cast.get(name)?.caseId;
  const state = caseId === undefined ? undefined : await run.house.findState(caseId);
  return state === undefined
    ? [missed('there is no case to look at')]
    : judgeState(expected, judgedOf(run, state));
};

const lookAhead = async (run: Run, step: ScenarioStep): Promise<Later[]> => {
  const later: Later[] = [];
  for (const { reason, expect } of step.expectLater) {
    const checks = expect === undefined ? [] : await judgeExpected(run, step.case, expect);
    const holds = checks.length > 0 && checks.every(({ ok }) => ok);
    later.push({ reason, ...(expect === undefined ? {} : { holds }) });
  }
  return later;
};

/** A case that the engine began where another one moved to takes its place in the script. */
const findFollower = async ({ house, cast, strays }: Run, step: ScenarioStep): Promise<void> => {
  const before = step.follows === undefined ? undefined : cast.get(step.follows);
  if (before === undefined || cast.has(step.case)) return;
  const links = (await house.findState(before.caseId))?.links ?? [];
  const caseId = links.find(({ link }) => link === 'moved_to')?.caseId;
  if (caseId !== undefined)
    cast.set(step.case, { caseId, seen: 0, notices: [...(strays.get(caseId) ?? [])] });
};

const playStep = async (run: Run, step: ScenarioStep): Promise<StepReport> => {
  const { house, scenario, calendar, cast } = run;
  const moment = momentOf(step, scenario.start, calendar);
  const bd = businessDay(moment.instant, scenario.start, calendar);
  if (step.later !== undefined)
    return { moment, bd, step, events: [], checks: [], later: [{ reason: step.later }] };
  await house.passTo(moment.instant, idsOf(run));
  await findFollower(run, step);
  const named = (name: string): CaseId | undefined => cast.get(name)?.caseId;
  const acting = { api: house.api, scenario, caseId: named(step.case), named };
  const { caseId, refusal } = await act(acting, step);
  if (caseId !== undefined && !cast.has(step.case))
    cast.set(step.case, { caseId, seen: 0, notices: [] });
  const happenings = await collectAll(run, step.case);
  const checks = [
    ...(step.bd === undefined ? [] : [same('business day', step.bd, bd)]),
    ...judgeHappenings(step, moment, { ...happenings, refusal }),
    ...(step.expect === undefined ? [] : await judgeExpected(run, step.case, step.expect)),
  ];
  const later = await lookAhead(run, step);
  return { moment, bd, step, events: happenings.events, checks, later };
};

/** What happened to a case after its last step in the script is unexpected too. */
const playEnd = async (run: Run, last: StepReport): Promise<StepReport[]> => {
  const ends: StepReport[] = [];
  for (const name of run.cast.keys()) {
    const happenings = await collect(run, name);
    const step: ScenarioStep = {
      case: name,
      note: 'end of the script',
      fires: [],
      sends: [],
      notices: {},
      expectLater: [],
    };
    const checks = judgeHappenings(step, last.moment, happenings);
    if (checks.length > 0) ends.push({ ...last, step, checks, later: [], ...happenings });
  }
  return ends;
};

const playAll = async (run: Run): Promise<StepReport[]> => {
  const reports: StepReport[] = [];
  for (const step of run.scenario.steps) {
    try {
      reports.push(await playStep(run, step));
    } catch (error) {
      throw new Error(`${run.scenario.id}, step ${String(reports.length + 1)} of the script`, {
        cause: error,
      });
    }
  }
  const last = reports.at(-1);
  return last === undefined ? reports : [...reports, ...(await playEnd(run, last))];
};

/** Plays a scenario on the stage. Throws when the engines fail, never for what the case does. */
export const play = async (stage: Stage, scenario: Scenario): Promise<Report> => {
  const startedMs = performance.now();
  const calendar = calendarOf(scenario.canton, scenario);
  const house = await openHouse(stage, scenario);
  const run: Run = { house, scenario, calendar, cast: new Map(), strays: new Map() };
  try {
    const steps = await playAll(run);
    const misses = steps.flatMap(({ checks }) => checks).filter(({ ok }) => !ok).length;
    return { scenario, calendar, steps, misses, elapsedMs: performance.now() - startedMs };
  } finally {
    await house.close(idsOf(run));
  }
};
