/** The figures of the relay for people. */
import type { Spread } from '../spine/numbers';
import type { RelayFigures, RelayLatency } from './relay';

const line = (name: string, { p50, p99, max }: Spread): string =>
  `  ${name.padEnd(44)}${[p50, p99, max].map((one) => one.toFixed(1).padStart(9)).join('')}`;

const added = ({ heard, bare }: RelayLatency): string =>
  `  ${'added: p50, p99'.padEnd(44)}${[heard.p50 - bare.p50, heard.p99 - bare.p99]
    .map((one) => one.toFixed(1).padStart(9))
    .join('')}`;

const latencyLines = (latency: RelayLatency): string[] => [
  `At ${latency.perSecond}/s, ${latency.heard.count} of each, milliseconds        p50      p99      max`,
  line('bare produce → consume', latency.bare),
  line('decision → written in Postgres', latency.written),
  line('decision → consumer of the office', latency.heard),
  added(latency),
];

export const relayText = (figures: RelayFigures): string =>
  [
    `${figures.notices} notices out of a full outbox: ${figures.relayed.toFixed(0)}/s (two records each)`,
    `bare producer, batches of 500: ${figures.bare.toFixed(0)} records/s`,
    `ratio in notices ${figures.ratio.toFixed(2)} (turns: ${figures.ratios.map((one) => one.toFixed(2)).join(', ')}), in records ${(2 * figures.ratio).toFixed(2)}`,
    ...figures.latencies.flatMap(latencyLines),
    '',
  ].join('\n');
