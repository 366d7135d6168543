/** How long cases take from their registration to each step, with their pauses and without. */
import { Prisma } from './generated/client';
import { counted, moment, within } from './indicator-span';
import type { Span } from './indicator-span';

/** Which happening ends which time; the first of its kind counts. */
const ends = [
  ['time_to_verdict', ['verdictConfirmed']],
  ['time_to_answer', ['referralAccepted', 'referralDeclined']],
  ['time_to_meeting', ['meetingHeld']],
  ['time_to_plan', ['planAgreed']],
  ['time_to_measure', ['measureStarted']],
  ['time_total', ['caseClosed']],
] as const;

const endRows = Prisma.join(
  ends.flatMap(([name, types]) => types.map((type) => Prisma.sql`(${name}, ${type})`)),
);

/**
 * Times that ended in the span, in calendar days: median and nine in ten (percentile_cont), each with
 * the days in which a case was paused and without them.
 */
export const timesOf = (span: Span): Prisma.Sql => Prisma.sql`
  WITH ends(name, type) AS (VALUES ${endRows}), ended AS (
    SELECT ends.name, c.id, c.registered_at AS since, min(e.at) AS until
    FROM case_events e JOIN ends ON ends.type = e.type JOIN cases c ON c.id = e.case_id
    WHERE e.canton = ${span.canton} AND ${within(span, Prisma.sql`e.at`)} AND e.type IN (${counted})
      AND c.canton = ${span.canton} AND c.status <> 'draft'
      -- The first of its kind lies in the span.
      AND NOT EXISTS (SELECT 1 FROM case_events b JOIN ends other ON other.type = b.type
        WHERE b.canton = ${span.canton} AND b.type IN (${counted}) AND b.case_id = e.case_id AND other.name = ends.name AND b.at < ${moment(span.from)})
    GROUP BY ends.name, c.id, c.registered_at
  ), pauses AS (
    SELECT p.case_id, p.at AS since, coalesce((
        SELECT min(r.at) FROM case_events r
        WHERE r.case_id = p.case_id AND r.seq > p.seq AND r.type IN ('caseResumed', 'caseClosed')
      ), 'infinity') AS until
    FROM case_events p WHERE p.canton = ${span.canton} AND p.type = 'casePaused'
  ), spans AS (
    SELECT name, extract(epoch FROM ended.until - ended.since) / 86400 AS days, coalesce(sum(
        extract(epoch FROM least(p.until, ended.until) - greatest(p.since, ended.since)))
        FILTER (WHERE p.case_id IS NOT NULL), 0) / 86400
      AS paused
    FROM ended LEFT JOIN pauses p
      ON p.case_id = ended.id AND p.since < ended.until AND p.until > ended.since
    GROUP BY name, ended.id, ended.since, ended.until
  ), figures AS (
    SELECT name, 'in' AS pauses, days FROM spans
    UNION ALL SELECT name, 'out', days - paused FROM spans
  )
  SELECT name, pauses, measure, count(*)::int AS "of",
    percentile_cont(CASE measure WHEN 'median' THEN 0.5 ELSE 0.9 END)
      WITHIN GROUP (ORDER BY days)::float8 AS value
  FROM figures, (VALUES ('median'), ('p90')) AS measures(measure)
  GROUP BY name, pauses, measure ORDER BY name, pauses, measure`;
