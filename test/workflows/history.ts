/** Reads what a history says about timers, tasks and size. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { localDate, localTime } from '../../domain/deadlines/dates';
import { evolve } from '../../domain/case/evolve';
import type { CaseState } from '../../domain/case/state';
import type { CaseEvent, CaseId } from '../../schemas/index';

interface PlainEvent {
  readonly eventType: string;
}

/** The names of the events, `EVENT_TYPE_` left out. */
export const typesIn = (history: History): string[] => {
  const { events = [] } = JSON.parse(historyToJSON(history)) as { events?: PlainEvent[] };
  return events.map(({ eventType }) => eventType.replace('EVENT_TYPE_', ''));
};

export const countIn = (history: History, type: string): number =>
  typesIn(history).filter((one) => one === type).length;

/** The most timers that were armed at one moment of a history. */
export const mostTimersAtOnce = (history: History): number => {
  let armed = 0;
  let most = 0;
  // Commands of one task are one moment: a timer is put in another's place, never beside it.
  for (const type of typesIn(history)) {
    if (type === 'WORKFLOW_TASK_SCHEDULED') most = Math.max(most, armed);
    if (type === 'TIMER_STARTED') armed += 1;
    if (type === 'TIMER_FIRED' || type === 'TIMER_CANCELED') armed -= 1;
  }
  return Math.max(most, armed);
};

export const bytesOf = (history: History): number => Buffer.byteLength(historyToJSON(history));

/** Every deadline that spoke, as `2026-04-09 08:00 T_DEC:R1 L0`. */
export const spoken = (events: readonly CaseEvent[]): string[] =>
  events.flatMap((event) =>
    event.type === 'deadlineReached'
      ? [`${localDate(event.at)} ${localTime(event.at)} ${event.data.key} ${event.data.level}`]
      : [],
  );

/** What the events make of a case, told anew from the first. */
export const retold = (caseId: CaseId, events: readonly CaseEvent[]): CaseState | undefined =>
  events.reduce<CaseState | undefined>((state, event) => evolve(state, event, caseId), undefined);
