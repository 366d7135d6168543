import { localInstant } from '../../domain/deadlines/dates';
import type { CaseEvent } from '../../schemas/index';
import { foresee } from '../../workers/api/forecast';
import { wireApi } from '../../workers/api/wire-api';
import { timeSkippingServerPath } from '../support/engines';
import { enterAwayOffice } from './away-office';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { silence, tell } from './stories';
import { bundleCases, openWorld, quietTemporal } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  await enterAwayOffice(rooms.db);
}, 60_000);

const openApi = () => {
  const away = async (): Promise<never> => Promise.reject(new Error('nobody asks the engine'));
  const { masterKeyFile, db } = rooms;
  return wireApi({
    config: {
      profile: 'test',
      oidcIssuer: 'http://127.0.0.1',
      oidcAudience: 'forecast',
      masterKeyFile,
    },
    engine: db,
    reader: db,
    temporal: { client: {} as never, ping: away, close: async () => undefined },
  });
};

/** By the minute: a timer of the engine rings a moment after its time. */
const spoken = (events: readonly CaseEvent[]) =>
  events.flatMap(({ type, at, data }) =>
    type === 'deadlineReached'
      ? [[at.slice(0, 16), data.deadline, data.level, data.because, data.recipients]]
      : [],
  );

test('what an office saw ahead is what the real engine then does, day by day, in its silence', async () => {
  const world = opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: silence.startsOn,
    }),
  );
  const played = world.play();
  await rooms.keepDossier(played.id, 'zh');
  await tell(played, silence.lines.slice(0, 4));
  const before = (await rooms.events(played.id)).length;
  const seen = await foresee(openApi(), [await played.state()], {
    today: '2026-03-26',
    from: localInstant('2026-03-26', '10:00'),
    until: localInstant('2026-07-31', '23:59'),
  });
  await played.goTo('2026-07-31', '23:59');
  const really = spoken((await rooms.events(played.id)).slice(before));
  expect(
    seen.entries.map(({ at, deadline, level, because, recipients }) => [
      at.slice(0, 16),
      deadline,
      level,
      because,
      recipients,
    ]),
  ).toEqual(really);
  const levels = new Set(seen.entries.map(({ level }) => level));
  expect([...levels].sort()).toEqual(['L0', 'L1', 'L2', 'L3', 'L4', 'due']);
  expect(seen.entries.some(({ because }) => because === 'nobody_present')).toBe(true);
});
