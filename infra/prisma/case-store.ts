/**
 * Writes a step of a case: state, events, lists and outbox in ONE statement by compare-and-set on
 * (case, version). Either all of it is there or nothing; a command that was written once is never
 * written again, whatever version it is decided on.
 */
import type { CaseStore, Step, StepOutcome } from '../../activities/ports';
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type { RecordedNotice } from '../../schemas/index';
import { caseRowOf, isSent, referralRowOf } from './case-row';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { worklistsOf } from './worklists';

/** Notices of one event are numbered: (case, seq, part) is the id of a message for ever. */
const numbered = (notices: readonly OutgoingNotice[]) =>
  notices.map((notice, index) => ({
    seq: notice.seq,
    part: notices.slice(0, index).filter((earlier) => earlier.seq === notice.seq).length,
    institution_id: notice.to,
    notice,
  }));

/** The outbox rows of a step: what is told, and for the monitors every event that nobody is told of. */
const outboxRows = ({ events, notices, traceparent }: Step) => {
  const told = new Set(notices.map(({ seq }) => seq));
  const untold = events
    .filter(({ seq }) => !told.has(seq))
    .map(({ seq, at, type: event }) => {
      const notice: RecordedNotice = { type: 'ch.relais.case.recorded.v1', seq, at, event };
      return { seq, part: 0, institution_id: null, notice };
    });
  return [...numbered(notices), ...untold].map((row) => ({ ...row, traceparent }));
};

const eventRows = (step: Step) =>
  step.events.map((event) => ({
    seq: event.seq,
    type: event.type,
    at: event.at,
    cause: step.commandId,
    event,
  }));

const caseParts = (row: string, basedOn: number): Prisma.Sql => Prisma.sql`
  next AS (
    SELECT * FROM jsonb_populate_record(NULL::cases, ${row}::jsonb) AS step
    WHERE NOT EXISTS (SELECT 1 FROM case_events past
      WHERE past.case_id = step.id AND past.cause = step.last_command_id)
  ), opened AS (
    INSERT INTO cases SELECT * FROM next WHERE ${basedOn}::int = 0
    ON CONFLICT (id) DO NOTHING
    RETURNING id, canton, version, registered_at, parties, status, escalates_at
  ), advanced AS (
    UPDATE cases SET
      status = next.status, version = next.version, last_command_id = next.last_command_id,
      state = next.state, policy_id = next.policy_id, policy_version = next.policy_version,
      dossier_ref = next.dossier_ref, changed_at = next.changed_at, lead = next.lead,
      parties = next.parties, permit_group = next.permit_group, next_due_at = next.next_due_at,
      next_due_kind = next.next_due_kind, next_due_owner = next.next_due_owner,
      next_due_level = next.next_due_level, overdue_level = next.overdue_level,
      wakes_at = next.wakes_at,
      stage_since = CASE WHEN cases.status = next.status
        THEN cases.stage_since ELSE next.stage_since END,
      holder_party = next.holder_party, holder = next.holder,
      open_referrals = next.open_referrals, escalates_at = next.escalates_at,
      urgent = next.urgent, paused = next.paused
    FROM next
    WHERE ${basedOn}::int > 0 AND cases.id = next.id AND cases.version = ${basedOn}::int
    RETURNING cases.id, cases.canton, cases.version, cases.registered_at, cases.parties,
      cases.status, cases.escalates_at
  ), moved AS (
    SELECT * FROM opened UNION ALL SELECT * FROM advanced
  )`;

const historyParts = (events: string, outbox: string): Prisma.Sql => Prisma.sql`
  happened AS (
    INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
    SELECT moved.id, e.seq, moved.version, moved.canton, e.type, e.at, e.cause, e.event
    FROM moved, jsonb_to_recordset(${events}::jsonb)
      AS e(seq int, type text, at timestamptz, cause text, event jsonb)
    ORDER BY e.seq
  ), sent AS (
    INSERT INTO outbox (case_id, seq, part, canton, institution_id, notice, traceparent)
    SELECT moved.id, o.seq, o.part, moved.canton, o.institution_id, o.notice, o.traceparent
    FROM moved, jsonb_to_recordset(${outbox}::jsonb)
      AS o(seq int, part int, institution_id text, notice jsonb, traceparent text)
    ORDER BY o.seq, o.part
  )`;

const referralPart = (referrals: string): Prisma.Sql => Prisma.sql`
  referred AS (
    INSERT INTO referrals (case_id, referral_id, canton, status, from_institution,
      to_institution, purpose, sent_at, due_at, level)
    SELECT moved.id, r.referral_id, moved.canton, r.status, r.from_institution,
      r.to_institution, r.purpose, r.sent_at, r.due_at, r.level
    FROM moved, jsonb_to_recordset(${referrals}::jsonb) AS r(referral_id text, status text,
      from_institution text, to_institution text, purpose text, sent_at timestamptz,
      due_at timestamptz, level text)
    ON CONFLICT (case_id, referral_id) DO UPDATE SET
      status = excluded.status, due_at = excluded.due_at, level = excluded.level
    WHERE (referrals.status, referrals.due_at, referrals.level)
      IS DISTINCT FROM (excluded.status, excluded.due_at, excluded.level)
  )`;

const partyPart = Prisma.sql`
  joined AS (
    INSERT INTO case_parties (case_id, institution_id, canton, registered_at, status, escalates_at)
    SELECT moved.id, unnest(moved.parties), moved.canton, moved.registered_at, moved.status,
      moved.escalates_at
    FROM moved
    ON CONFLICT DO NOTHING
  ), followed AS (
    UPDATE case_parties p SET status = moved.status, escalates_at = moved.escalates_at
    FROM moved WHERE p.case_id = moved.id
      AND (p.status, p.escalates_at) IS DISTINCT FROM (moved.status, moved.escalates_at)
  )`;

/** Whether the case lies on `delivery_failed` is not for its state to say: triggers keep that list. */
const listParts = (lists: string): Prisma.Sql => Prisma.sql`
  lists AS (
    SELECT * FROM jsonb_to_recordset(${lists}::jsonb)
      AS l(name text, owner text, sort_at timestamptz, level text)
  ), unlisted AS (
    DELETE FROM case_worklists w USING moved
    WHERE w.case_id = moved.id AND w.name <> 'delivery_failed' AND NOT EXISTS (
      SELECT 1 FROM lists WHERE lists.name = w.name AND lists.owner = w.owner)
  ), listed AS (
    INSERT INTO case_worklists (case_id, name, owner, sort_at, level)
    SELECT moved.id, lists.name, lists.owner, lists.sort_at, lists.level FROM moved, lists
    ON CONFLICT (case_id, name, owner)
      DO UPDATE SET sort_at = excluded.sort_at, level = excluded.level
    WHERE (case_worklists.sort_at, case_worklists.level)
      IS DISTINCT FROM (excluded.sort_at, excluded.level)
  )`;

/** One statement: every part hangs on `moved`, which is empty when the version is another one. */
const writeStep = (db: Database, step: Step): Promise<{ written: boolean }[]> => {
  const { state, basedOn, commandId } = step;
  const row = { ...caseRowOf(state), last_command_id: commandId, state };
  const parts = [
    caseParts(JSON.stringify(row), basedOn),
    historyParts(JSON.stringify(eventRows(step)), JSON.stringify(outboxRows(step))),
    referralPart(
      JSON.stringify(state.referrals.filter(isSent).map((one) => referralRowOf(state, one))),
    ),
    partyPart,
    listParts(JSON.stringify(worklistsOf(state))),
  ];
  return db.$queryRaw`WITH ${Prisma.join(parts)} SELECT EXISTS (SELECT 1 FROM moved) AS written`;
};

/** The case store. `record` throws only when the database can not be reached or refuses the rows. */
export const makeCaseStore = (db: Database): CaseStore => ({
  async record(step: Step): Promise<StepOutcome> {
    const [answer] = await writeStep(db, step);
    if (answer?.written === true) return 'written';
    // Asked again in a new snapshot: what is in the way may be this very step, written by an attempt
    // that nobody heard back from.
    const { caseId, commandId: cause } = step;
    if ((await db.caseEventRecord.findFirst({ where: { caseId, cause } })) !== null)
      return 'repeated';
    const select = { version: true };
    const found = await db.caseRecord.findUnique({ where: { id: caseId }, select });
    return found !== null && found.version > step.basedOn ? 'overtaken' : 'conflict';
  },

  async getState(caseId) {
    const where = { id: caseId };
    const { state } = await db.caseRecord.findUniqueOrThrow({ where, select: { state: true } });
    return state as unknown as CaseState;
  },
});
