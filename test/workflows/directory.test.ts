import { Worker } from '@temporalio/worker';
import { join } from 'node:path';
import { caseWorkflowId } from '../../workflows/contract';
import type { CaseEvent } from '../../schemas/index';
import { localDate } from '../../domain/deadlines/dates';
import { timeSkippingServerPath } from '../support/engines';
import { enterAwayOffice } from './away-office';
import { typesIn } from './history';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { silence, tell } from './stories';
import { bundleCases, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;

/** The patch as the release before had it: nobody took the new way. */
const before = { './patches$': join(__dirname, 'before-the-directory.ts') };

const openZurich = async (instead = {}): Promise<World> =>
  opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(instead),
      activities: rooms.activities,
      startsOn: silence.startsOn,
      // Every task replays the whole history.
      cachedCases: 0,
    }),
  );

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  await enterAwayOffice(rooms.db);
}, 60_000);

const silent = async (world: World, until: number): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id, 'zh');
  await tell(played, silence.lines.slice(0, until));
  return played;
};

const reached = (events: readonly CaseEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'deadlineReached' && event.data.deadline === 'T_DEC'
      ? [
          [
            localDate(event.at),
            event.data.level,
            ...event.data.recipients.map(({ institutionId, role }) => `${institutionId}/${role}`),
            ...(event.data.because === undefined ? [] : [event.data.because]),
          ].join(' '),
        ]
      : [],
  );

describe('a silent disability insurance with people on holiday', () => {
  test('is reminded through whoever is there on that very day', async () => {
    const world = await openZurich();
    const played = await silent(world, 5);
    expect(reached(await rooms.events(played.id))).toEqual([
      '2026-04-09 L0 zh-iv/deputy',
      '2026-04-13 L1 zh-iv/deputy',
      '2026-04-20 L2 zh-coo/coordinator zh-iv/deputy',
      '2026-04-20 L3 zh-iv/management zh-sh-winterthur/management nobody_present',
    ]);
    const names = JSON.stringify((await played.history()).events);
    for (const user of ['ida', 'dan', 'mia']) expect(names).not.toContain(`"${user}"`);
  });
});

describe('a case that runs while the release changes', () => {
  test('keeps what it did before, asks the directory from then on, and replays', async () => {
    const old = await openZurich(before);
    const played = await silent(old, 4);
    await played.goTo('2026-04-14');
    await old.stopWorker();
    const bundle = await bundleCases();
    const newer = await Worker.create({
      connection: old.env.nativeConnection,
      namespace: old.env.namespace ?? 'default',
      taskQueue: 'relais-cases',
      workflowBundle: bundle,
      activities: rooms.activities,
      maxCachedWorkflows: 0,
    });
    const running = newer.run();
    await played.goTo('2026-04-21');
    newer.shutdown();
    await running;
    expect(reached(await rooms.events(played.id))).toEqual([
      '2026-04-09 L0 zh-iv/contact',
      '2026-04-13 L1 zh-iv/contact',
      '2026-04-20 L2 zh-coo/coordinator zh-iv/deputy',
      '2026-04-20 L3 zh-iv/management zh-sh-winterthur/management nobody_present',
    ]);
    const history = await played.history();
    expect(typesIn(history)).toContain('MARKER_RECORDED');
    await Worker.runReplayHistory({ workflowBundle: bundle }, history, caseWorkflowId(played.id));
  });
});
