import { databaseForFile } from '../support/engines';
import { closeInTheEnd } from '../workflows/opened';
import { runChaos } from './chaos/chaos';
import { openKafka } from './own-engines';

const opened = closeInTheEnd();
const [cases, eventsPerCase, kills] = [80, 10, 2];

/** Every death costs a start of the broker, of a relay and of the office. */
const patienceMs = 300_000;

test(
  'an office hears everything once and in order, although broker, relays and office are killed',
  async () => {
    const kafka = opened(await openKafka());
    const database = await databaseForFile();
    opened({ close: () => database.drop() });
    const deaths: string[] = [];
    const found = await runChaos({
      databaseUrl: database.url,
      brokers: kafka.brokers.split(','),
      killBroker: () => kafka.kill(),
      cases,
      eventsPerCase,
      kills,
      tell: (what) => deaths.push(what),
    });
    const events = cases * eventsPerCase;
    expect(found).toMatchObject({
      events,
      killed: { broker: kills, relay: kills, office: kills },
      lost: 0,
      outOfOrder: 0,
      effects: events,
      effectsTwice: 0,
      effectsOutOfOrder: 0,
      troubles: 0,
      parked: 0,
    });
    expect(deaths).toHaveLength(3 * kills);
    expect(found.records).toBeGreaterThanOrEqual(events);
  },
  patienceMs,
);
