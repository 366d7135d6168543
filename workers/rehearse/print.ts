/** The dated path of a rehearsal as lines for a terminal. */
import { localDate, localTime, weekday } from '../../domain/deadlines/dates';
import type { CaseEvent } from '../../schemas/index';
import { businessDay } from './moments';
import type { Report, StepReport } from './play';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const indent = ' '.repeat(29);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const stampOf = (instant: string, { scenario, calendar }: Report): string => {
  const on = localDate(instant);
  const bd = businessDay(instant, scenario.start, calendar);
  return `  ${days[weekday(on) - 1] ?? ''} ${on} ${localTime(instant)} ${`bd ${String(bd)}`.padStart(6)}  `;
};

const isOfClock = ({ type }: CaseEvent): boolean =>
  type === 'deadlineSet' || type === 'deadlineStopped' || type === 'deadlineCleared';

const clockWords = (event: CaseEvent): string | undefined => {
  if (event.type === 'deadlineSet') {
    const { key, dueAt, owedBy } = event.data.deadline;
    return `+ ${key} due ${localDate(dueAt)} (${owedBy})`;
  }
  if (event.type === 'deadlineStopped')
    return `‖ ${event.data.key} stands still, ${String(event.data.remainingBD)} bd left`;
  if (event.type === 'deadlineCleared')
    return `− ${event.data.key}${event.data.met ? '' : ' (late)'}`;
  return undefined;
};

type Details = Readonly<Record<string, (data: never) => string>>;
interface Sent {
  readonly from: string;
  readonly to: string;
  readonly grant: { readonly basis: string };
}

/** The one or two words of an event that a reader looks for. */
const detailsOf: Details = {
  caseRegistered: ({ policyId }: { policyId: string }) => policyId,
  verdictProposed: ({ verdict }: { verdict: { outcome: string; missing: string[] } }) =>
    [verdict.outcome, ...verdict.missing].join(' '),
  informationReturned: ({ missing }: { missing: string[] }) => missing.join(' '),
  verdictConfirmed: ({ outcome }: { outcome: string }) => outcome,
  leadAssigned: (lead: { institutionId: string; interim: boolean }) =>
    `${lead.institutionId}${lead.interim ? ' interim' : ''}`,
  leadConflictRaised: (claim: { claimedBy: string; heldBy: string }) =>
    `${claim.claimedBy} against ${claim.heldBy}`,
  referralSent: ({ from, to, grant }: Sent) => `${from} → ${to} on ${grant.basis}`,
  referralDeclined: ({ reason, nextOwner }: { reason: string; nextOwner: string }) =>
    `${reason}, next ${nextOwner}`,
  meetingScheduled: ({ meetingOn }: { meetingOn: string }) => meetingOn,
  followUpRecorded: ({ month }: { month: number }) => `month ${String(month)}`,
  milestoneRecorded: ({ milestone }: { milestone: string }) => milestone,
  caseClosed: ({ outcome }: { outcome: string }) => outcome,
  deadlineReached: (reached: {
    key: string;
    level: string;
    recipients: { institutionId: string; role: string }[];
  }) =>
    `${reached.key} ${reached.level} → ${reached.recipients
      .map(({ institutionId, role }) => `${institutionId} ${role}`)
      .join(', ')}`,
};

const eventWords = (event: CaseEvent): string => {
  const { referralId } = event.data as { referralId?: string };
  const details = detailsOf[event.type] as ((data: unknown) => string) | undefined;
  const words = [
    event.type,
    event.type === 'deadlineReached' ? undefined : referralId,
    details?.(event.data),
  ];
  return words.filter((word) => word !== undefined && word !== '').join(' ');
};

const eventLine = (event: CaseEvent, report: Report): string => {
  const clock = clockWords(event);
  if (clock !== undefined) return `${indent}  ${clock}`;
  const by = event.by.institutionId ?? event.by.userId;
  return `${stampOf(event.at, report)}${eventWords(event).padEnd(46)}  ${by}`;
};

const traceLine = (event: CaseEvent, report: Report): string =>
  `${stampOf(event.at, report)}${String(event.seq).padStart(4)} ${event.type} ${JSON.stringify(event.data)}`;

const wrap = (words: readonly string[]): string[] =>
  words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last === undefined || last.length + word.length > 90
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} · ${word}`];
  }, []);

/** A step in which nothing happened still has its line, with who asked for what. */
const headOf = (found: StepReport, report: Report): string[] => {
  const { by, do: command, note, until } = found.step;
  const shown = found.events.some((event) => !isOfClock(event));
  if (shown && until === undefined) return note === undefined ? [] : [`${indent}(${note})`];
  const asked = command === undefined ? 'a look' : `${by ?? ''} asks ${command.kind}`;
  const words = until === undefined ? asked : 'silence';
  return [
    `${stampOf(found.moment.instant, report)}${words}${note === undefined ? '' : `: ${note}`}`,
  ];
};

const stepLines = (found: StepReport, report: Report, trace: boolean): string[] => {
  const { events, checks, later, step } = found;
  const passes = checks.filter(({ ok }) => ok).map(({ text }) => text);
  return [
    ...(step.case === 'main' ? [] : [`${indent}[case ${step.case}]`]),
    ...events.map((event) => (trace ? traceLine(event, report) : eventLine(event, report))),
    ...headOf(found, report),
    ...wrap(passes).map((line) => `${indent}✓ ${line}`),
    ...checks.filter(({ ok }) => !ok).map(({ text }) => `${indent}✗ ${text}`),
    ...later.map(
      ({ reason, holds }) =>
        `${indent}later: ${reason}${holds === true ? ' (it holds now: take the mark away)' : ''}`,
    ),
  ];
};

/** The whole path of one scenario, with a line of title and a line of result. */
export const printReport = (report: Report, trace: boolean): string => {
  const { scenario, steps, misses, elapsedMs } = report;
  const all = steps.flatMap(({ checks }) => checks);
  const later = steps.flatMap((step) => step.later).length;
  const last = steps.at(-1)?.moment.on ?? scenario.start;
  const result = misses === 0 ? `✓ ${scenario.id} passed` : `✗ ${scenario.id} failed`;
  const counts = [
    `${String(all.length - misses)} of ${String(all.length)} expectations hold`,
    ...(later === 0 ? [] : [`${String(later)} later`]),
    `${scenario.start} to ${last} in ${seconds(elapsedMs)}`,
  ];
  return [
    `${scenario.id}  ${scenario.title} (${scenario.canton.toUpperCase()}, ${scenario.source})`,
    ...steps.flatMap((found) => stepLines(found, report, trace)),
    `${result}: ${counts.join(', ')}`,
    '',
  ].join('\n');
};

/** The same for machines. */
export const toJson = ({ scenario, steps, misses, elapsedMs }: Report) => ({
  id: scenario.id,
  title: scenario.title,
  passed: misses === 0,
  misses,
  elapsedMs: Math.round(elapsedMs),
  steps: steps.map(({ moment, bd, step, events, checks, later }) => ({
    on: moment.on,
    at: moment.at,
    businessDay: bd,
    case: step.case,
    ...(step.by === undefined ? {} : { by: step.by }),
    ...(step.do === undefined ? {} : { command: step.do.kind }),
    events: events.map(({ seq, type, at, by, cause, data }) => ({
      seq,
      type,
      at,
      by,
      cause,
      data,
    })),
    checks,
    later,
  })),
});
