/** How long cases take from their registration to each step, with their pauses and without. */
import { Prisma } from './generated/client';
import { within } from './indicator-span';
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
    FROM cases c JOIN case_events e ON e.case_id = c.id JOIN ends ON ends.type = e.type
    WHERE c.canton = ${span.canton} AND c.status <> 'draft'
    GROUP BY ends.name, c.id, c.registered_at
    HAVING ${within(span, Prisma.sql`min(e.at)`)}
  ), pauses AS (
    SELECT p.case_id, p.at AS since, coalesce((
        SELECT min(r.at) FROM case_events r
        WHERE r.case_id = p.case_id AND r.seq > p.seq AND r.type IN ('caseResumed', 'caseClosed')
      ), 'infinity') AS until
    FROM case_events p WHERE p.canton = ${span.canton} AND p.type = 'casePaused'
  ), spans AS (
    SELECT name, extract(epoch FROM until - since) / 86400 AS days, coalesce((
        SELECT sum(extract(epoch FROM least(p.until, ended.until) - greatest(p.since, ended.since)))
        FROM pauses p
        WHERE p.case_id = ended.id AND p.since < ended.until AND p.until > ended.since
      ), 0) / 86400 AS paused
    FROM ended
  ), figures AS (
    SELECT name, 'in' AS pauses, days FROM spans
    UNION ALL SELECT name, 'out', days - paused FROM spans
  )
  SELECT name, pauses, measure, count(*)::int AS "of",
    percentile_cont(CASE measure WHEN 'median' THEN 0.5 ELSE 0.9 END)
      WITHIN GROUP (ORDER BY days)::float8 AS value
  FROM figures, (VALUES ('median'), ('p90')) AS measures(measure)
  GROUP BY name, pauses, measure ORDER BY name, pauses, measure`;
