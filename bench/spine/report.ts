/** The figures of one run, and the same as a table for people. */
import { cpus, loadavg, totalmem } from 'node:os';
import type { StoryHistory } from './history';
import type { Latency } from './latency';
import type { Footprint } from './memory';
import type { Spread } from './numbers';
import type { Throughput } from './throughput';

export interface Machine {
  readonly node: string;
  readonly cpus: number;
  readonly cpuModel: string;
  readonly memoryGb: number;
  /** One-minute load before the engines started: much above 0 means that others were at work. */
  readonly loadBefore: number;
}

export interface Report {
  readonly size: 'quick' | 'full';
  readonly machine: Machine;
  readonly throughput: Throughput;
  readonly latency: Latency;
  readonly history: StoryHistory;
  readonly memoryIdle: readonly Footprint[];
  readonly memory: readonly Footprint[];
}

export const describeMachine = (): Machine => ({
  node: process.version,
  cpus: cpus().length,
  cpuModel: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  loadBefore: loadavg()[0] ?? 0,
});

const ms = (value: number): string => value.toFixed(1).padStart(9);
const times = (ratio: number): string => `${ratio.toFixed(2)}×`;
const mb = (value: number | undefined): string => (value?.toFixed(0) ?? '–').padStart(7);

const spreadLine = (name: string, { p50, p99, max }: Spread): string =>
  `  ${name.padEnd(44)}${ms(p50)}${ms(p99)}${ms(max)}`;

const ratioLine = (name: string, part: Spread, whole: readonly Spread[]): string => {
  const of = (key: 'p50' | 'p99'): string => {
    const base = whole.reduce((all, one) => all + one[key], 0);
    return times(part[key] / base).padStart(9);
  };
  return `  ${name.padEnd(44)}${of('p50')}${of('p99')}`;
};

function latencyLines({ perSecond, bareUpdate, bareRecord, answered, heard }: Latency): string[] {
  return [
    `Latency at ${perSecond}/s, ${heard.count} of each, milliseconds      p50      p99      max`,
    spreadLine('bare Update (1 no-op local activity)', bareUpdate),
    spreadLine('bare produce → consume', bareRecord),
    spreadLine('acceptReferral → answered', answered),
    spreadLine('acceptReferral → consumer of the sender', heard),
    ratioLine('answered : bare Update', answered, [bareUpdate]),
    ratioLine('consumer : bare Update + bare record', heard, [bareUpdate, bareRecord]),
  ];
}

function throughputLines({ count, inFlight, ours, bare, ratio, ratios }: Throughput): string[] {
  return [
    `Throughput, ${count} of each, ${inFlight} in flight`,
    `  ${'bare workflows of the same shape'.padEnd(44)}${bare.toFixed(1).padStart(9)} /s`,
    `  ${'cases: registered → referral read from Kafka'.padEnd(44)}${ours.toFixed(1).padStart(9)} /s`,
    `  ${'cases : bare'.padEnd(44)}${times(ratio).padStart(9)}    turns ${ratios.map(times).join(' ')}`,
  ];
}

function historyLines(history: StoryHistory): string[] {
  const { commands, events, bytes, workflowTasks, timersStarted } = history;
  return [
    `History of SC01: ${events} events, ${(bytes / 1_024).toFixed(1)} KiB as JSON, for ${commands} commands`,
    `  ${workflowTasks} workflow tasks, ${timersStarted} timers, at most ${history.mostTimersAtOnce} armed at once`,
  ];
}

function memoryLines(idle: readonly Footprint[], after: readonly Footprint[]): string[] {
  if (after.length === 0) return ['Memory: not measured, there is no /proc here'];
  return [
    `${'Memory, MB'.padEnd(34)}idle    after load`,
    `  ${'process'.padEnd(26)}${'RSS'.padStart(7)}${'RSS'.padStart(7)}${'PSS'.padStart(7)}`,
    ...after.map(({ name, processes, rssMb, pssMb }) => {
      const before = idle.find((one) => one.name === name)?.rssMb;
      const title = processes === 1 ? name : `${name} (${processes} processes)`;
      return `  ${title.padEnd(26)}${mb(before)}${mb(rssMb)}${mb(pssMb)}`;
    }),
  ];
}

export function reportText(report: Report): string {
  const { node, cpus: cores, cpuModel, memoryGb, loadBefore } = report.machine;
  return [
    `spine, ${report.size} · Node ${node} · ${cores} × ${cpuModel} · ${memoryGb} GB · load before ${loadBefore.toFixed(1)}`,
    '',
    ...latencyLines(report.latency),
    '',
    ...throughputLines(report.throughput),
    '',
    ...historyLines(report.history),
    '',
    ...memoryLines(report.memoryIdle, report.memory),
    '',
    'Only the ratios carry over to another machine; docs/benchmarks.md says how to read them.',
    '',
  ].join('\n');
}
