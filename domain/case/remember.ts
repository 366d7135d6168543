/**
 * What it takes to take back an accidental click (issue of the whole path, point 9): the last step of a case, by the
 * same person, within the policy's minutes, as long as nothing has left with it. The events stay;
 * `commandUndone` brings back the parts of the state that they changed.
 */
import type { CaseEvent, EventType } from '../../schemas/index';
import { noticesOf } from './react';
import type { CaseState, Undoable } from './state';

/** The click can be taken back when the first event of its step is one of these. */
const begins: readonly EventType[] = [
  'casePaused',
  'caseResumed',
  'contactTried',
  'deadlineChanged',
  'followUpRecorded',
  'goalClosed',
  'milestoneRecorded',
  'urgencyCleared',
  'urgencyFlagged',
];
/** What may come with it. Another event in the step, and the step stands. */
const goesWith: readonly EventType[] = [
  ...begins,
  'deadlineSet',
  'deadlineStopped',
  'deadlineCleared',
];

type Parts = Readonly<Record<string, unknown>>;
const uncounted: readonly string[] = ['version', 'changedAt', 'undoable'];

/** The parts of the state as they were before the step, each as it was first found. */
const remembered = (step: Undoable, before: Parts, after: Parts): Undoable => {
  const known = [...uncounted, ...Object.keys(step.before ?? {}), ...(step.added ?? [])];
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (part) => !known.includes(part) && before[part] !== after[part],
  );
  const there = changed.filter((part) => part in before);
  return {
    ...step,
    before: {
      ...step.before,
      ...Object.fromEntries(there.map((part) => [part, before[part]])),
    },
    added: [...(step.added ?? []), ...changed.filter((part) => !(part in before))],
  };
};

/** The state with what it takes to undo the step that the event belongs to, or without. */
export const remember = (before: CaseState, event: CaseEvent, after: CaseState): CaseState => {
  const { undoable, ...plain } = after;
  const { cause, type, at, seq, by } = event;
  const last = before.undoable?.cause === cause ? before.undoable : undefined;
  if (last === undefined && !begins.includes(type)) return plain;
  const stays = goesWith.includes(type) && noticesOf(after, [event]).length === 0;
  if (!stays || (last !== undefined && last.before === undefined))
    return { ...plain, undoable: { cause } };
  const step = last ?? { cause, by: by.userId, at, seqFrom: seq };
  return { ...plain, undoable: remembered(step, before as unknown as Parts, plain) };
};

/** The state before the step that can be undone. */
export const asBefore = (state: CaseState): CaseState => {
  const { before = {}, added = [] } = state.undoable ?? {};
  const kept = Object.entries(state).filter(([part]) => !added.includes(part));
  // Parts of an earlier state of this case, each in its place.
  return { ...Object.fromEntries(kept), ...before } as unknown as CaseState;
};
