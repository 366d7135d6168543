/** Looks at everything a case left behind: nothing lost, nothing doubled, one story in every place. */
import { noticesOf } from '../../domain/case/react';
import { evolve } from '../../domain/case/evolve';
import type { CaseState } from '../../domain/case/state';
import type { Database } from '../../infra/prisma/database';
import type { CaseEvent, CaseId } from '../../schemas/index';
import { recordedType } from '../../schemas/index';

export interface Found {
  /** The sequence numbers of the events; what they must be is 1, 2, 3 … */
  readonly seqs: readonly number[];
  readonly version: number;
  /** Causes in the order in which they were carried out; a cause twice was carried out twice. */
  readonly causes: readonly string[];
  readonly state: unknown;
  readonly retold: CaseState | undefined;
  /** `seq part recipient type` of every notice in the outbox, and of every notice that must be. */
  readonly notices: readonly string[];
  readonly owed: readonly string[];
}

/** The events of one step after the other: they share their cause. */
const stepsOf = (events: readonly CaseEvent[]): CaseEvent[][] =>
  events.reduce<CaseEvent[][]>((steps, event) => {
    const open = steps.at(-1);
    if (open?.[0]?.cause === event.cause) open.push(event);
    else steps.push([event]);
    return steps;
  }, []);

const owedBy = (caseId: CaseId, steps: readonly CaseEvent[][]) => {
  const owed: string[] = [];
  let state: CaseState | undefined;
  for (const step of steps) {
    state = step.reduce<CaseState | undefined>((s, event) => evolve(s, event, caseId), state);
    const told = state === undefined ? [] : noticesOf(state, step);
    for (const { seq } of step) {
      const mine = told.filter((one) => one.seq === seq);
      owed.push(...mine.map(({ to, type }) => `${seq} ${to} ${type}`));
      // What nobody is told of, the monitors hear all the same.
      if (mine.length === 0) owed.push(`${seq} null ${recordedType}`);
    }
  }
  return { state, owed };
};

export async function inspect(db: Database, caseId: CaseId): Promise<Found> {
  const row = await db.caseRecord.findUniqueOrThrow({ where: { id: caseId } });
  const rows = await db.caseEventRecord.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const events = rows.map(({ event }) => event as unknown as CaseEvent);
  const outbox = await db.outboxRecord.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
  const steps = stepsOf(events);
  const { state, owed } = owedBy(caseId, steps);
  return {
    seqs: events.map(({ seq }) => seq),
    version: row.version,
    causes: steps.map(([first]) => first!.cause),
    state: row.state,
    retold: state,
    notices: outbox.map(
      ({ seq, institutionId, notice }) =>
        `${seq} ${institutionId} ${(notice as { type: string }).type}`,
    ),
    owed,
  };
}
