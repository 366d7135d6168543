/** What the chaos run found, for people. */
import type { ChaosFound } from '../../test/faults/chaos/chaos';

export const chaosText = (found: ChaosFound): string => {
  const { events, killed, records, effects, seconds } = found;
  return [
    `${events} events; killed: broker ${killed.broker}, relay ${killed.relay}, office ${killed.office}; ${seconds.toFixed(0)} s`,
    `topic: ${records} records (${records - events + found.lost} repetitions), lost ${found.lost}, first deliveries out of order ${found.outOfOrder}`,
    `office: ${effects} effects, twice ${found.effectsTwice}, out of order ${found.effectsOutOfOrder}, gaps and parked ${found.troubles}`,
    `outbox: parked ${found.parked}`,
    '',
  ].join('\n');
};
