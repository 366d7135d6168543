import { caseWorkflowId } from '../../workflows/contract';
import { localInstant } from '../../domain/deadlines/dates';
import { timeSkippingServerPath } from '../support/engines';
import { countIn, mostTimersAtOnce, spoken, typesIn } from './history';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration, silence, tell } from './stories';
import { bundleCases, openWorld, quietTemporal } from './world';
import type { World } from './world';

const minutesADay = 1_440;
const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: silence.startsOn,
      // A day of the domain is one minute of the engine, as in the demo.
      rate: minutesADay,
    }),
  );
});

describe('SC03 with the clock bent: a day is a minute', () => {
  test('the disability insurance is reminded and escalated on the days of the calendar', async () => {
    const chiara = world.play();
    await rooms.keepDossier(chiara.id, 'zh');
    await tell(chiara, silence.lines);
    // At this rate a busy machine answers some minutes of the domain late, and never a day.
    const days = spoken(await rooms.events(chiara.id)).map((one) => one.replace(/ \d\d:\d\d/, ''));
    expect(days).toEqual([
      '2026-04-09 T_DEC:R1 L0',
      '2026-04-13 T_DEC:R1 L1',
      '2026-04-20 T_DEC:R1 L2',
      '2026-04-27 T_DEC:R1 L3',
      '2026-08-03 T_REVIEW:R1 due',
      '2026-08-17 T_REPORT:R1 L2',
      '2026-08-24 T_REPORT:R1 L3',
    ]);
    const history = await chiara.history();
    expect(typesIn(history).at(-1)).toBe('WORKFLOW_EXECUTION_COMPLETED');
    expect(mostTimersAtOnce(history)).toBe(1);
  });
});

describe('a clock that is moved while a case waits', () => {
  test('arms the one timer anew, and the deadline speaks on its day of the moved clock', async () => {
    const played = world.play();
    await rooms.keepDossier(played.id);
    const nowOfEngine = new Date(await world.env.currentTimeMs()).toISOString();
    await played.command('sg-rav', registration('sg'));
    const before = await played.state();
    const due = before.deadlines.find(({ kind }) => kind === 'T_CRIT')!.firings[0]!.at;
    // After a long pause of the whole installation the domain goes on where it stood, in real time.
    await played.adjustClock({
      engineOrigin: nowOfEngine,
      domainOrigin: before.registeredAt,
      rate: 1,
    });
    await played.goTo(due.slice(0, 10), '16:59');
    expect(spoken(await rooms.events(played.id))).toEqual([]);
    await played.goTo(due.slice(0, 10), '17:01');
    expect(localInstant(due.slice(0, 10), '17:00')).toBe(due);
    expect(spoken(await rooms.events(played.id))).toEqual([`${due.slice(0, 10)} 17:00 T_CRIT L1`]);
    const history = await played.history();
    expect(countIn(history, 'TIMER_CANCELED')).toBe(1);
    expect(mostTimersAtOnce(history)).toBe(1);
    const handle = world.env.client.workflow.getHandle(caseWorkflowId(played.id));
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });
});
