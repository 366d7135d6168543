import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index';
import type { CaseStore, Step } from '../../activities/ports';
import { makeRecord } from '../../activities/record';
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { CaseEvent } from '../../schemas/index';
import { caseWorkflowId } from '../../workflows/contract';
import { countIn, retold } from './history';
import { closeInTheEnd } from './opened';
import { ownNamespace } from './own-namespace';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

/** What goes wrong at the moment, case by case. */
interface Trouble {
  /** The database does not answer the next so many times. */
  away: number;
  /** The database carries the step out, and the connection breaks before it says so. */
  unheard: number;
  /** Another writer was there. */
  conflicting: boolean;
  /** The task dies after the step of this name was recorded. */
  dyingAfter?: string;
}

const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;
const troubles = new Map<string, Trouble>();
const troubleOf = (caseId: string): Trouble => {
  const trouble = troubles.get(caseId) ?? { away: 0, unheard: 0, conflicting: false };
  troubles.set(caseId, trouble);
  return trouble;
};

const conflictOf = (step: Step): Promise<unknown> => {
  const cases = makeCaseStore(rooms.db);
  const taken: CaseStore = { ...cases, record: async () => 'conflict' };
  return makeRecord(taken, { ring: () => undefined })(step).catch((error: unknown) => error);
};

const troubled = (activities: Activities): Activities => ({
  ...activities,
  record: async (step) => {
    const trouble = troubleOf(step.caseId);
    if (trouble.away > 0) {
      trouble.away -= 1;
      throw new Error('the database does not answer');
    }
    if (trouble.conflicting) throw await conflictOf(step);
    const stands = await activities.record(step);
    if (step.events.some(({ type }) => type === trouble.dyingAfter)) {
      delete trouble.dyingAfter;
      throw ApplicationFailure.nonRetryable('the worker died here');
    }
    if (trouble.unheard > 0) {
      trouble.unheard -= 1;
      throw new Error('the connection broke');
    }
    return stands;
  },
});

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({
      server: await ownNamespace(),
      bundle: await bundleCases(),
      activities: troubled(rooms.activities),
      startsOn: '2026-02-02',
    }),
  );
});

const newCase = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  return played;
};
const milestone = { kind: 'recordMilestone', milestone: 'language_level_reached' } as const;
const milestonesOf = async (played: PlayedCase): Promise<number> =>
  (await rooms.events(played.id)).filter(({ type }) => type === 'milestoneRecorded').length;
const statusOf = async (played: PlayedCase): Promise<string> =>
  (await world.env.client.workflow.getHandle(caseWorkflowId(played.id)).describe()).status.name;
/** The running case, the row that lists show, and the events tell one and the same. */
const inStep = async (played: PlayedCase): Promise<void> => {
  const row = await rooms.db.caseRecord.findUniqueOrThrow({ where: { id: played.id } });
  expect(await played.state()).toEqual(row.state);
  expect(retold(played.id, await rooms.events(played.id))).toEqual(row.state);
};

describe('a database that is away for a while', () => {
  test('is waited for, and the command is carried out once', async () => {
    const played = await newCase();
    troubleOf(played.id).away = 4;
    await played.command('sg-rav', milestone);
    expect(troubleOf(played.id).away).toBe(0);
    expect(await milestonesOf(played)).toBe(1);
    await inStep(played);
  });

  test('a step whose answer got lost is not carried out again', async () => {
    const played = await newCase();
    troubleOf(played.id).unheard = 1;
    await played.command('sg-rav', milestone);
    expect(await milestonesOf(played)).toBe(1);
    await inStep(played);
  });
});

describe('a task that dies after it recorded', () => {
  const typesOf = async (played: PlayedCase): Promise<string[]> =>
    (await rooms.events(played.id)).map(({ type }) => type);

  test('with two steps in it is done again, and neither step is carried out twice', async () => {
    const played = world.play();
    await rooms.keepDossier(played.id);
    troubleOf(played.id).dyingAfter = 'verdictProposed';
    await played.command('sg-rav', registration('sg'));
    expect(countIn(await played.history(), 'WORKFLOW_TASK_FAILED')).toBe(1);
    const types = await typesOf(played);
    expect(types.filter((type) => type === 'caseRegistered')).toHaveLength(1);
    expect(types.filter((type) => type === 'verdictProposed')).toHaveLength(1);
    await inStep(played);
  });

  test('goes on from what stands when the command that made it never comes again', async () => {
    const played = await newCase();
    const state = await played.state();
    // What a task left behind whose command was given up: a step that the case does not know of.
    const left = { type: 'milestoneRecorded', data: { milestone: 'employable', on: '2026-02-02' } };
    const event = {
      ...left,
      seq: state.version + 1,
      at: state.changedAt,
      by: { userId: 'gone@sg-rav', institutionId: 'sg-rav', role: 'officer' },
      cause: 'given up',
    } as CaseEvent;
    const further = { ...state, version: event.seq };
    const step = { caseId: played.id, basedOn: state.version, commandId: 'given up', notices: [] };
    await makeCaseStore(rooms.db).record({ ...step, state: further, events: [event] });
    const { version } = await played.command('sg-rav', milestone);
    expect(version).toBe(event.seq + 1);
    expect(await milestonesOf(played)).toBe(2);
    await inStep(played);
  });
});

describe('a case that somebody else wrote to', () => {
  test('stops before its step and waits for a person; mended, it goes on with nothing lost', async () => {
    const played = await newCase();
    troubleOf(played.id).conflicting = true;
    const answer = played.command('sg-rav', milestone);
    await eventually(async () =>
      countIn(await played.history(), 'WORKFLOW_TASK_FAILED') > 0 ? true : undefined,
    );
    expect(await statusOf(played)).toBe('RUNNING');
    expect(await milestonesOf(played)).toBe(0);
    troubleOf(played.id).conflicting = false;
    await answer;
    expect(await milestonesOf(played)).toBe(1);
    await inStep(played);
  });
});

describe('a dossier that comes late', () => {
  test('keeps the verdict waiting, not the office from having registered', async () => {
    const played = world.play(randomUUID());
    const answer = played.command('sg-rav', registration('sg'));
    await eventually(async () =>
      countIn(await played.history().catch(() => ({ events: [] })), 'WORKFLOW_TASK_FAILED') > 0
        ? true
        : undefined,
    );
    expect((await rooms.events(played.id)).map(({ type }) => type)).toContain('caseRegistered');
    await rooms.keepDossier(played.id);
    await answer;
    const types = (await rooms.events(played.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'caseRegistered')).toHaveLength(1);
    expect(types).toContain('verdictProposed');
    await inStep(played);
  });
});
