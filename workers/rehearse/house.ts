/**
 * The installation that one scenario is played in: real worker, activities and stores, the parts of
 * the API behind its routes, and a clock that can be moved on. Each has a master key of its own, so
 * that the invented persons of one rehearsal are strangers to the next.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nextFiring } from '../../domain/deadlines/deadline';
import { localInstant } from '../../domain/deadlines/dates';
import { toDomain, toEngine } from '../../domain/deadlines/clock';
import type { Handover } from '../../domain/case/handover';
import type { CaseState } from '../../domain/case/state';
import { cantonOf, kindOf } from '../../domain/institution';
import { provideMasterKey } from '../../infra/engines/master-key';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { isNotice, makeOutboxStore } from '../../infra/prisma/outbox-store';
import type { NoticeOutboxRow } from '../../infra/prisma/outbox-store';
import { makeCaseWorker } from '../../infra/temporal/worker';
import { InstitutionId } from '../../schemas/index';
import type { CaseEvent, CaseId, Clock } from '../../schemas/index';
import type { Scenario } from '../../schemas/scenario';
import { caseWorkflowId, handoverWorkflowId, taskQueue } from '../../workflows/contract';
import type { ApiParts, Viewer } from '../api/parts';
import { wireApi } from '../api/wire-api';
import { makeStartHandover } from '../start-handover';
import { wireActivities } from '../wire';
import { calendarOf, startTime } from './moments';
import type { Stage } from './stage';

export interface House {
  readonly api: ApiParts;
  /** Domain instant. */
  now(): Promise<string>;
  /** Lets time pass until a domain instant, and every clock that is due by then speak. */
  passTo(instant: string, cases: readonly CaseId[]): Promise<void>;
  findState(caseId: CaseId): Promise<CaseState | undefined>;
  /** Waits until what a case causes beside it is carried out. */
  waitFor(handover: Handover): Promise<void>;
  /** The events of a case after a number. */
  listEvents(caseId: CaseId, after: number): Promise<readonly CaseEvent[]>;
  /** The notices that left since the last call, of all cases. */
  takeNotices(): Promise<readonly NoticeOutboxRow[]>;
  /** Ends what still runs of these cases. */
  close(cases: readonly CaseId[]): Promise<void>;
}

const batch = 500;
const settleMs = 20;
const settleWithinMs = 20_000;

const idsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return InstitutionId.safeParse(value).success ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(idsIn);
};

const publishSurroundings = async (stage: Stage, scenario: Scenario): Promise<void> => {
  const directory = makeDirectoryStore(stage.engine);
  const named = new Map(scenario.institutions.map(({ id, contacts }) => [id, contacts]));
  const ids = [...new Set(idsIn(scenario))];
  for (const id of ids) {
    const name = { de: id, fr: id, it: id, en: id };
    const contacts = named.get(id) ?? [
      { userId: `${id}-contact`, role: 'contact' },
      { userId: `${id}-deputy`, role: 'deputy' },
      { userId: `${id}-management`, role: 'management' },
    ];
    await directory.upsertInstitution({
      id,
      name,
      kind: kindOf(id),
      canton: cantonOf(id),
      language: 'de',
      channel: 'kafka',
      contacts: [...contacts],
    });
  }
  const calendars = makeCalendarStore(stage.engine);
  const cantons = new Set([scenario.canton, ...ids.map(cantonOf)]);
  for (const canton of cantons) await calendars.publishCalendar(calendarOf(canton, scenario));
};

const makeReads = (stage: Stage, canton: Scenario['canton']) => {
  // With the eyes of the engine: a draft is seen by its office alone.
  const cases = makeCaseReader(stage.engine);
  const viewer: Viewer = {
    userId: 'rehearsal',
    institutionId: `${canton}-coo`,
    role: 'coordinator',
    canton,
  };
  const outbox = makeOutboxStore(stage.engine);
  return {
    findState: (caseId: CaseId) => cases.findCase(viewer, caseId),
    listEvents: async (caseId: CaseId, after: number): Promise<CaseEvent[]> => {
      const all: CaseEvent[] = [];
      for (let from: string | undefined = String(after); from !== undefined;) {
        const page = await cases.listTimeline(viewer, caseId, { limit: batch, after: from });
        all.push(...page.items);
        from = page.next;
      }
      return all;
    },
    takeNotices: async (): Promise<NoticeOutboxRow[]> => {
      const all: NoticeOutboxRow[] = [];
      for (;;) {
        const rows = await outbox.claimBatch(batch);
        if (rows.length === 0) return all;
        await outbox.markPublished(rows.map(({ id }) => id));
        all.push(...rows.filter(isNotice));
      }
    },
  };
};

const makeTime = (stage: Stage, clock: Clock, findState: House['findState']) => {
  const { temporal } = stage;
  const engineNow = async () => new Date(await temporal.currentTimeMs()).toISOString();
  const isOverdue = async (caseId: CaseId, now: string): Promise<boolean> => {
    const due = nextFiring((await findState(caseId))?.deadlines ?? []);
    return due !== undefined && Date.parse(due.at) <= Date.parse(now);
  };
  const settle = async (caseId: CaseId, now: string): Promise<void> => {
    const endMs = Date.now() + settleWithinMs;
    while (await isOverdue(caseId, now)) {
      if (Date.now() > endMs) throw new Error(`case ${caseId} does not act on a clock that is due`);
      await delay(settleMs);
    }
  };
  return {
    waitFor: async (handover: Handover): Promise<void> => {
      const endMs = Date.now() + settleWithinMs;
      // Described, not awaited: waiting for its result would let the time of the server run.
      const handle = temporal.client.workflow.getHandle(handoverWorkflowId(handover));
      while ((await handle.describe()).status.name === 'RUNNING') {
        if (Date.now() > endMs) throw new Error(`${handle.workflowId} is not carried out`);
        await delay(settleMs);
      }
    },
    now: async () => toDomain(clock, await engineNow()),
    passTo: async (instant: string, cases: readonly CaseId[]): Promise<void> => {
      const leftMs = Date.parse(toEngine(clock, instant)) - (await temporal.currentTimeMs());
      if (leftMs > 0) await temporal.sleep(leftMs);
      for (const caseId of cases) await settle(caseId, instant);
    },
  };
};

const startWorker = async (stage: Stage, masterKeyFile: string, submit: ApiParts['submit']) => {
  const { databaseUrl } = stage;
  const { activities, db } = wireActivities({
    databaseUrl,
    masterKeyFile,
    submit,
    startHandover: makeStartHandover(stage.temporal.client),
  });
  const worker = await makeCaseWorker({
    connection: stage.temporal.nativeConnection,
    namespace: stage.temporal.namespace ?? 'default',
    taskQueue,
    workflows: { bundle: stage.workflows },
    activities,
  });
  const running = worker.run();
  return async (): Promise<void> => {
    worker.shutdown();
    await running;
    await db.$disconnect();
  };
};

const wireParts = (stage: Stage, masterKeyFile: string): ApiParts => {
  const { engine, reader } = stage;
  const config = {
    profile: 'test',
    oidcIssuer: 'http://127.0.0.1',
    oidcAudience: 'rehearsal',
    masterKeyFile,
  } as const;
  const { client } = stage.temporal;
  const temporal = { client, ping: async () => undefined, close: async () => undefined };
  return { ...wireApi({ config, engine, reader, temporal }), page: new Map() };
};

/** Opens the installation of one scenario; its clock stands at the start, 08:00. */
export const openHouse = async (stage: Stage, scenario: Scenario): Promise<House> => {
  const masterKeyFile = join(stage.dir, `${randomUUID()}.key`);
  provideMasterKey(masterKeyFile);
  await publishSurroundings(stage, scenario);
  const api = wireParts(stage, masterKeyFile);
  const reads = makeReads(stage, scenario.canton);
  await reads.takeNotices();
  const stopWorker = await startWorker(stage, masterKeyFile, api.submit);
  const clock: Clock = {
    engineOrigin: new Date(await stage.temporal.currentTimeMs()).toISOString(),
    domainOrigin: localInstant(scenario.start, startTime),
    rate: 1,
  };
  await makeClockStore(stage.engine).setClock(clock);
  const close: House['close'] = async (cases) => {
    // Without a worker no task is in flight: ending a case in the middle of one would hold the
    // time of the server for ever.
    await stopWorker();
    for (const caseId of cases) {
      const state = await reads.findState(caseId);
      if (state === undefined || state.status === 'closed') continue;
      await stage.temporal.client.workflow.getHandle(caseWorkflowId(caseId)).terminate('played');
    }
  };
  return { api, ...makeTime(stage, clock, reads.findState), ...reads, close };
};
