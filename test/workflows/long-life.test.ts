import { randomUUID } from 'node:crypto';
import { toDomain } from '../../domain/deadlines/clock';
import { RefusedError } from '../../workers/submit';
import { caseWorkflowId } from '../../workflows/contract';
import { mostTimersAtOnce, typesIn } from './history';
import { ownNamespace } from './own-namespace';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const milestone = { kind: 'recordMilestone', milestone: 'language_level_reached' } as const;
const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;

beforeAll(async () => {
  quietTemporal();
  const [bundle, server] = await Promise.all([bundleCases(), ownNamespace()]);
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({ server, bundle, activities: rooms.activities, startsOn: '2026-02-02' }),
  );
});

const newCase = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  return played;
};
const runOf = async (played: PlayedCase): Promise<string> =>
  (await world.env.client.workflow.getHandle(caseWorkflowId(played.id)).describe()).runId;

describe('an office that asks for what it may not do', () => {
  test('gets the reason, and the history has no trace of it', async () => {
    const played = await newCase();
    const before = typesIn(await played.history());
    const error: unknown = await played
      .command('sg-sh', { kind: 'closeCase', outcome: 'dropout' })
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ refusal: { code: 'not_found' } });
    expect(typesIn(await played.history())).toEqual(before);
  });
});

describe('a case with more to tell than one run can hold', () => {
  const lanes = 4;
  const perLane = 40;
  const ids = Array.from({ length: lanes }, () =>
    Array.from({ length: perLane }, () => randomUUID()),
  );
  let played: PlayedCase;
  let firstRun: string;
  const answers = new Map<string, unknown>();

  beforeAll(async () => {
    played = await newCase();
    firstRun = await runOf(played);
    const send = async (lane: readonly string[]): Promise<void> => {
      for (const id of lane) answers.set(id, await played.command('sg-rav', milestone, id));
    };
    await Promise.all(ids.map(send));
  });

  test('hands over to a next run while commands keep coming, with one timer in each', async () => {
    expect(await runOf(played)).not.toBe(firstRun);
    const first = await played.history(firstRun);
    expect(typesIn(first).at(-1)).toBe('WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
    expect(typesIn(first).length).toBeLessThan(500);
    expect(mostTimersAtOnce(first)).toBe(1);
    expect(mostTimersAtOnce(await played.history())).toBe(1);
  });

  test('loses no command and carries none out twice', async () => {
    const causes = (await rooms.events(played.id))
      .filter(({ type }) => type === 'milestoneRecorded')
      .map(({ cause }) => cause);
    expect(causes).toHaveLength(lanes * perLane);
    expect(new Set(causes)).toEqual(new Set(ids.flat()));
  });

  test('knows a command of the run before, and answers it as it did then', async () => {
    const version = (await played.state()).version;
    const early = ids[0]![0]!;
    expect(await played.command('sg-rav', milestone, early)).toEqual(answers.get(early));
    expect((await played.state()).version).toBe(version);
  });

  test('keeps its deadlines: the next one speaks in the new run', async () => {
    const { deadlines } = await played.state();
    const due = deadlines.find(({ kind }) => kind === 'T_CRIT')!.firings[0]!.at;
    const now = new Date().toISOString();
    expect(Date.parse(due)).toBeGreaterThan(Date.parse(toDomain(world.clock, now)));
    const justBefore = new Date(Date.parse(due) - 1_500).toISOString();
    await played.adjustClock({ engineOrigin: now, domainOrigin: justBefore, rate: 1 });
    const [first] = await eventually(async () => {
      const events = await rooms.events(played.id);
      const reached = events.filter(({ type }) => type === 'deadlineReached');
      return reached.length > 0 ? reached : undefined;
    });
    expect(first).toMatchObject({ data: { key: 'T_CRIT', level: 'L1' } });
    expect(Date.parse(first!.at)).toBeGreaterThanOrEqual(Date.parse(due));
    expect(await runOf(played)).not.toBe(firstRun);
  });
});
