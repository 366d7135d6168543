import { localInstant } from '../../domain/deadlines/dates';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makeRolloutStore } from '../../infra/prisma/rollout-store';
import { refused } from '../../infra/temporal/refusals';
import type { CaseId, PolicyDocument, RolloutProgress } from '../../schemas/index';
import { makeStartRollout } from '../../workers/start-rollout';
import type { Submit } from '../../workers/submit';
import {
  adjustClockSignal,
  caseWorkflowId,
  progressQuery,
  rolloutIdOf,
  rolloutWorkflowId,
} from '../../workflows/contract';
import { newest } from '../api/rules-texts';
import { timeSkippingServerPath } from '../support/engines';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;
/** How often a case does not answer in time. */
const hushed = new Map<CaseId, number>();

const submitUnlessHushed: Submit = async (command) => {
  const left = hushed.get(command.caseId) ?? 0;
  hushed.set(command.caseId, left - 1);
  if (left > 0) throw refused('engine_unavailable');
  return world.submit(command);
};

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms(submitUnlessHushed));
  world = opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: '2026-12-01',
    }),
  );
});

const base = newest('SG-regelstruktur');
const rulesOf = (version: string) =>
  ({ kind: 'policy', subject: base.running.id, version, cantons: ['sg'] }) as const;

/** A version with more time for the criteria, in force from a day on. */
const publish = async (version: string, validFrom: string, days = 20): Promise<void> => {
  const { running } = base;
  const document: PolicyDocument = {
    ...base,
    validFrom,
    knownSince: '2026-12-01',
    running: { ...running, version, terms: { ...running.terms, T_CRIT: { BD: days } } },
  };
  await makePolicyStore(rooms.db).publishPolicy(document);
};

const begin = async (version: string, startsOn: string): Promise<string> => {
  const rules = rulesOf(version);
  const id = rolloutIdOf(rules);
  await makeRolloutStore(rooms.db).begin({
    id,
    rules,
    startsOn,
    startedAt: localInstant('2026-12-01', '09:00'),
    startedBy: 'ada',
    state: 'waiting',
  });
  await makeStartRollout(world.env.client)({ rules, startsOn, clock: world.clock });
  return id;
};

const progressOf = (id: string): Promise<RolloutProgress> =>
  world.env.client.workflow.getHandle(rolloutWorkflowId(id)).query(progressQuery);
const ended = (id: string): Promise<RolloutProgress> =>
  eventually(async () => {
    const progress = await progressOf(id);
    return progress.state === 'done' || progress.state === 'superseded' ? progress : undefined;
  });

let lostEarlier: CaseId;
const newCase = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  return played;
};
const criteriaDue = async (played: PlayedCase): Promise<string | undefined> =>
  (await played.state()).deadlines.find(({ kind }) => kind === 'T_CRIT')?.dueAt;

describe('rules that come into force in a week', () => {
  let cases: PlayedCase[];
  let lost: PlayedCase;
  let before: (string | undefined)[];
  let id: string;

  beforeAll(async () => {
    cases = [await newCase(), await newCase(), await newCase()];
    lost = await newCase();
    lostEarlier = lost.id;
    before = await Promise.all(cases.map(criteriaDue));
    await publish('week', '2026-12-03');
    id = await begin('week', '2026-12-03');
  });

  test('leave every case alone until their first day', async () => {
    await cases[0]!.goTo('2026-12-02', '23:50');
    expect(await progressOf(id)).toMatchObject({ state: 'waiting', moved: 0 });
    expect(await Promise.all(cases.map(criteriaDue))).toEqual(before);
    // Temporal loses one of them: nobody runs it any more, and nothing tells the database.
    await world.env.client.workflow.getHandle(caseWorkflowId(lost.id)).terminate('lost');
  });

  test('then move the cases, name the one that is lost, and wait for nobody', async () => {
    await cases[0]!.goTo('2026-12-03', '09:00');
    expect(await ended(id)).toEqual({
      state: 'done',
      total: 4,
      moved: 3,
      unchanged: 0,
      closed: 0,
      failed: [lost.id],
    });
    for (const [index, one] of cases.entries()) {
      expect(await one.state()).toMatchObject({ policyVersion: 'week' });
      expect(Date.parse((await criteriaDue(one))!)).toBeGreaterThan(Date.parse(before[index]!));
      const adopted = (await rooms.events(one.id)).filter(({ type }) => type === 'rulesAdopted');
      expect(adopted).toHaveLength(1);
      expect(adopted[0]).toMatchObject({ by: { role: 'system' } });
      expect(adopted[0]!.cause).toMatch(/^rollout:/);
      expect(Date.parse(adopted[0]!.at)).toBeGreaterThanOrEqual(
        Date.parse(localInstant('2026-12-03', '00:00')),
      );
    }
  });

  test('can be looked up when the rollout is long over', async () => {
    const kept = await makeRolloutStore(rooms.db).findRollout('sg', id);
    expect(kept).toMatchObject({ state: 'done', total: 4, moved: 3, failed: [lost.id] });
  });

  test('move nobody when the rollout is asked for again', async () => {
    expect(await begin('week', '2026-12-03')).toBe(id);
    await eventually(async () => {
      const { state, unchanged } = await progressOf(id);
      return state === 'done' && unchanged === 3 ? true : undefined;
    });
    for (const one of cases) {
      const events = await rooms.events(one.id);
      expect(events.filter(({ type }) => type === 'rulesAdopted')).toHaveLength(1);
    }
  });
});

describe('rules that other rules replace before their first day', () => {
  test('are given up, and no case ever works by them', async () => {
    const one = await newCase();
    await publish('never', '2026-12-07', 30);
    const never = await begin('never', '2026-12-07');
    await publish('instead', '2026-12-07', 40);
    const instead = await begin('instead', '2026-12-07');
    await one.goTo('2026-12-07', '09:00');
    expect(await ended(never)).toMatchObject({ state: 'superseded', moved: 0 });
    expect(await ended(instead)).toMatchObject({ state: 'done' });
    const versions = (await rooms.events(one.id)).flatMap((event) =>
      event.type === 'rulesAdopted' ? [event.data.policyVersion] : [],
    );
    expect(versions).toEqual(['instead']);
  });
});

describe('cases that do not answer in time', () => {
  test('are asked again; who never answers is named in the end', async () => {
    const [slow, dumb] = [await newCase(), await newCase()];
    hushed.set(slow.id, 2);
    hushed.set(dumb.id, Infinity);
    await publish('asked', '2026-12-07', 45);
    const id = await begin('asked', '2026-12-07');
    await slow.goTo('2026-12-07', '12:00');
    const { failed, state } = await ended(id);
    hushed.clear();
    expect([state, failed]).toEqual(['done', [lostEarlier, dumb.id]]);
    expect(await slow.state()).toMatchObject({ policyVersion: 'asked' });
    expect(await dumb.state()).toMatchObject({ policyVersion: 'instead' });
  });
});

describe('a clock that is moved while rules wait for their day', () => {
  test('lets the rollout begin on that day of the moved clock', async () => {
    const one = await newCase();
    await publish('moved', '2027-12-07', 50);
    const id = await begin('moved', '2027-12-07');
    const moved = {
      engineOrigin: new Date(await world.env.currentTimeMs()).toISOString(),
      domainOrigin: localInstant('2027-12-07', '08:00'),
      rate: 1,
    };
    await one.adjustClock(moved);
    await world.env.client.workflow
      .getHandle(rolloutWorkflowId(id))
      .signal(adjustClockSignal, moved);
    expect(await ended(id)).toMatchObject({ state: 'done' });
    expect(await one.state()).toMatchObject({ policyVersion: 'moved' });
  });
});

describe('a calendar that is corrected', () => {
  test('moves the open cases of its canton', async () => {
    const one = await newCase();
    const due = (await criteriaDue(one))!.slice(0, 10);
    const store = makeCalendarStore(rooms.db);
    const { calendar } = await store.getCalendars('sg', due);
    const corrected = {
      ...calendar,
      version: 'corrected',
      closedOn: [...calendar.closedOn, due].sort(),
    };
    await store.publishCalendar(corrected);
    const rules = {
      kind: 'calendar',
      subject: 'sg',
      version: 'corrected',
      cantons: ['sg'],
    } as const;
    const startRollout = makeStartRollout(world.env.client);
    await startRollout({ rules, startsOn: '2026-12-01', clock: world.clock });
    const progress = await ended(rolloutIdOf(rules));
    expect(progress.state).toBe('done');
    expect((await criteriaDue(one))! > `${due}T23`).toBe(true);
  });
});
