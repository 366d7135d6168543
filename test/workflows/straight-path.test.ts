import { timeSkippingServerPath } from '../support/engines';
import { bytesOf, mostTimersAtOnce, spoken, typesIn } from './history';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { straightPath, tell } from './stories';
import { bundleCases, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

describe('SC01 as a running case, thirteen months in some seconds', () => {
  const opened = closeInTheEnd();
  let rooms: Rooms;
  let world: World;
  let amara: PlayedCase;

  beforeAll(async () => {
    quietTemporal();
    rooms = opened(await openRooms());
    world = opened(
      await openWorld({
        server: { path: timeSkippingServerPath() },
        bundle: await bundleCases(),
        activities: rooms.activities,
        startsOn: straightPath.startsOn,
      }),
    );
    amara = world.play();
    await rooms.keepDossier(amara.id);
    await tell(amara, straightPath.lines);
  }, 120_000);

  test('Amara is employed, her case is closed, and nobody was reminded', async () => {
    const row = await rooms.db.caseRecord.findUniqueOrThrow({ where: { id: amara.id } });
    expect(row).toMatchObject({ status: 'closed', lead: 'sg-rav', nextDueAt: null });
    expect(row.state).toMatchObject({ outcome: 'employed_primary', deadlines: [] });
    expect(spoken(await rooms.events(amara.id))).toEqual([]);
  });

  test('every event is there once, in order, and the case believes what Postgres holds', async () => {
    const row = await rooms.db.caseRecord.findUniqueOrThrow({ where: { id: amara.id } });
    const seqs = (await rooms.events(amara.id)).map((event) => event.seq);
    expect(seqs).toEqual(Array.from({ length: row.version }, (_, index) => index + 1));
    expect(await amara.state()).toEqual(row.state);
  });

  test('the workflow has ended well, and never had two timers armed', async () => {
    const history = await amara.history();
    expect(typesIn(history).at(-1)).toBe('WORKFLOW_EXECUTION_COMPLETED');
    expect(mostTimersAtOnce(history)).toBe(1);
  });

  test('a whole life costs few history events', async () => {
    const history = await amara.history();
    const count = typesIn(history).length;
    process.stderr.write(`SC01: ${count} history events, ${bytesOf(history)} bytes as JSON\n`);
    expect(count).toBeLessThan(250);
  });
});
