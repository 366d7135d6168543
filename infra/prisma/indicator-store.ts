/** Counts over the cases of one canton, from what happened in them; nothing in them names a case. */
import type { Counted } from '../../domain/monitoring/small-cells';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { counted, within } from './indicator-span';
import type { Span } from './indicator-span';
import { timesOf } from './indicator-times';

export interface IndicatorStore {
  listIndicators(span: Span): Promise<readonly Counted[]>;
}

/** What happened in the span and was not undone. */
const happened = (span: Span): Prisma.Sql => Prisma.sql`
  undone AS MATERIALIZED (
    SELECT u.case_id, (u.event -> 'data' ->> 'seqFrom')::int AS "first",
      (u.event -> 'data' ->> 'seqTo')::int AS "last"
    FROM case_events u WHERE u.canton = ${span.canton} AND u.type = 'commandUndone'
  ), happened AS MATERIALIZED (
    SELECT e.case_id, e.seq, e.type, e.at, e.event -> 'data' AS data FROM case_events e
    WHERE e.canton = ${span.canton} AND ${within(span, Prisma.sql`e.at`)}
      AND e.type IN (${counted})
      AND NOT EXISTS (SELECT 1 FROM undone u
        WHERE u.case_id = e.case_id AND e.seq BETWEEN u."first" AND u."last")
  ), on_referral AS (
    SELECT h.*, r.referral_id, r.from_institution AS "from", r.to_institution AS "to"
    FROM happened h
    JOIN referrals r ON r.case_id = h.case_id AND r.referral_id = h.data ->> 'referralId'
  )`;

const registered = (span: Span): Prisma.Sql => Prisma.sql`
  SELECT c.id, c.registered_by AS institution, cardinality(c.parties) AS parties,
    coalesce(encode(d.ahv_index, 'hex'), c.id::text) AS person
  FROM cases c LEFT JOIN dossiers d ON d.case_id = c.id AND d.ref::text = c.dossier_ref::text
  WHERE c.canton = ${span.canton} AND c.status <> 'draft'
    AND ${within(span, Prisma.sql`c.registered_at`)}`;

/** How it stands now, whatever the span. */
const standing = (span: Span): Prisma.Sql => Prisma.sql`
  open AS (
    SELECT c.id, coalesce(c.lead, c.registered_by) AS institution, c.overdue_level
    FROM cases c WHERE c.canton = ${span.canton} AND c.status NOT IN ('closed', 'draft')
  ), standing AS (
    SELECT 'open_cases' AS name, institution, NULL AS code, count(*) AS value
      FROM open GROUP BY institution
    UNION ALL
    SELECT 'open_overdue', institution, overdue_level, count(*) FROM open
      WHERE overdue_level IS NOT NULL GROUP BY institution, overdue_level
    UNION ALL
    SELECT 'open_without_next_step', institution, NULL, count(*) FROM open
      WHERE EXISTS (SELECT 1 FROM case_worklists w
        WHERE w.case_id = open.id AND w.name = 'without_next_step') GROUP BY institution
  )`;

const ofPairs = (span: Span): Prisma.Sql => Prisma.sql`
    SELECT 'acceptance', NULL, "from", "to", NULL, avg((type = 'referralAccepted')::int), count(*),
      'share' FROM on_referral WHERE type IN ('referralAccepted', 'referralDeclined')
      GROUP BY "from", "to"
    UNION ALL
    SELECT 'decline_reasons', NULL, "from", "to", data ->> 'reason', count(*), count(*), 'count'
      FROM on_referral WHERE type = 'referralDeclined' GROUP BY "from", "to", data ->> 'reason'
    UNION ALL
    SELECT 'information_returned', NULL, "from", "to", NULL, avg(asked::int), count(*), 'share'
      FROM (SELECT r.from_institution AS "from", r.to_institution AS "to", EXISTS (
          SELECT 1 FROM on_referral q WHERE q.case_id = r.case_id
            AND q.referral_id = r.referral_id AND q.type = 'informationRequested') AS asked
        FROM referrals r
        WHERE r.canton = ${span.canton} AND ${within(span, Prisma.sql`r.sent_at`)}) AS sent
      GROUP BY "from", "to"`;

/** Closed cases of the span, by how they ended. */
const closures = Prisma.sql`
  closures AS (
    SELECT h.data ->> 'outcome' AS code, c.permit_group, count(*) AS value
      FROM happened h JOIN cases c ON c.id = h.case_id
      WHERE h.type = 'caseClosed' GROUP BY 1, 2
  )`;

/** One statement for all that is counted by kind of happening. */
const counts = (span: Span): Prisma.Sql => Prisma.sql`
  WITH ${happened(span)}, registered AS (${registered(span)}), figures AS (
    SELECT 'registrations' AS name, institution, NULL AS "from", NULL AS "to", NULL AS code,
      count(*) AS value, count(*) AS "of", 'count' AS measure FROM registered GROUP BY institution
    UNION ALL
    -- A person with several cases is one person.
    SELECT 'persons', NULL, NULL, NULL, NULL, count(DISTINCT person), count(DISTINCT person), 'count'
      FROM registered HAVING count(*) > 0
    UNION ALL
    SELECT 'three_institutions', NULL, NULL, NULL, NULL, avg((parties >= 3)::int), count(*), 'share'
      FROM registered HAVING count(*) > 0
    UNION ALL
    SELECT 'verdicts', NULL, NULL, NULL, data ->> 'outcome', count(*), count(*), 'count'
      FROM happened WHERE type = 'verdictConfirmed' GROUP BY data ->> 'outcome'
    UNION ALL
    SELECT 'overrides', NULL, NULL, NULL, NULL,
      avg((data ->> 'suggested' IS NOT NULL AND data ->> 'suggested' <> data ->> 'outcome')::int),
      count(*), 'share' FROM happened WHERE type = 'verdictConfirmed' HAVING count(*) > 0
    UNION ALL
    ${ofPairs(span)}
    UNION ALL
    SELECT 'missing_fields', NULL, NULL, NULL, field, count(*), count(*), 'count'
      FROM happened, jsonb_array_elements_text(coalesce(data -> 'fields', data -> 'missing')) AS field
      WHERE type IN ('informationRequested', 'informationReturned') GROUP BY field
    UNION ALL
    SELECT 'ping_pong', NULL, data -> 'between' ->> 0, data -> 'between' ->> 1, NULL, count(*),
      count(*), 'count' FROM happened WHERE type = 'pingPongDetected'
      GROUP BY data -> 'between' ->> 0, data -> 'between' ->> 1
    UNION ALL
    SELECT 'reopened', NULL, NULL, NULL, NULL, avg(EXISTS (
        SELECT 1 FROM case_events o WHERE o.case_id = h.case_id AND o.type = 'caseReopened'
          AND o.seq > h.seq AND o.at < h.at + interval '12 months')::int), count(*), 'share'
      FROM happened h WHERE type = 'caseClosed' HAVING count(*) > 0
    UNION ALL
    SELECT 'consent_withdrawn', NULL, NULL, NULL, NULL, count(*), count(*), 'count'
      FROM happened WHERE type = 'consentWithdrawn' HAVING count(*) > 0
    UNION ALL
    SELECT CASE type WHEN 'costsApproved' THEN 'costs_approved' ELSE 'costs_refused' END,
      data ->> 'payer', NULL, NULL, NULL, count(*), count(*), 'count'
      FROM happened WHERE type IN ('costsApproved', 'costsRefused') GROUP BY type, data ->> 'payer'
  ), ${standing(span)}, ${closures}
  SELECT name, institution, "from", "to", code, NULL AS "permitGroup", value::float8, "of"::int,
    measure FROM figures
  UNION ALL
  SELECT name, institution, NULL, NULL, code, NULL, value::float8, value::int, 'count' FROM standing
  UNION ALL
  SELECT 'closures', NULL, NULL, NULL, code, permit_group, value::float8, value::int, 'count'
    FROM closures
  ORDER BY 1, 2 NULLS FIRST, 3, 4, 5, 6`;

type Row = { readonly [K in keyof Counted]: Counted[K] | null };

/** What is null in the tables is absent here. */
const present = (row: Row): Counted =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Counted;

/**
 * Planned for this canton and these days each time: after some questions Postgres would keep one plan
 * for all of them, which reads far too much for most.
 */
const planned = async (db: Database, query: Prisma.Sql): Promise<readonly Row[]> => {
  const [, rows] = await db.$transaction([
    db.$executeRaw`SET LOCAL plan_cache_mode = force_custom_plan`,
    db.$queryRaw<Row[]>(query),
  ]);
  return rows;
};

export const makeIndicatorStore = (db: Database): IndicatorStore => ({
  async listIndicators(span) {
    const all = await Promise.all([planned(db, counts(span)), planned(db, timesOf(span))]);
    return all.flat().map(present);
  },
});
