-- A hundred thousand cases of 26 cantons, from some cases that the engine itself has written. Run as
-- the engine; the settings bench.samples and bench.cases say which, and how many there are to be.
-- Invented, and the same each time.
SELECT setseed(0.42);

CREATE TEMP TABLE drawn AS
SELECT gen_random_uuid() AS id, n,
  (string_to_array(current_setting('bench.samples'), ','))[1 + n % 5]::uuid AS sample, random() AS r1, random() AS r2, random() AS r3, random() AS r4,
  (string_to_array('zh zh zh zh zh zh zh zh zh zh zh zh zh zh zh zh zh zh be be be be be be be be be be be be'
    || ' vd vd vd vd vd vd vd vd vd vd ag ag ag ag ag ag ag ag sg sg sg sg sg sg ge ge ge ge ge ge'
    || ' lu lu lu lu lu ti ti ti ti vs vs vs vs fr fr fr fr bs bs bs bl bl bl tg tg tg so so so'
    || ' gr gr ne ne sz sz zg sh ju ar ai nw ow ur gl', ' '))[1 + floor(random() * 99)::int] AS canton,
  (string_to_array('closed closed closed closed closed closed closed draft preclarified registered'
    || ' criteria_check criteria_check returned_info bilateral admitted assessment meeting plan_agreed'
    || ' in_measures follow_up', ' '))[1 + floor(random() * 20)::int] AS status,
  date_trunc('milliseconds', now() - power(random(), 1.5) * interval '3 years') AS registered_at
FROM generate_series(1, current_setting('bench.cases')::int) AS n;

CREATE TEMP TABLE planned AS
SELECT d.*,
  canton || CASE WHEN r1 < 0.6 THEN '-sh-' || 1 + n % 8 ELSE '-rav-' || 1 + n % 5 END AS office,
  canton || CASE WHEN r2 < 0.5 THEN '-rav-' || 6 + n % 3 WHEN r2 < 0.75 THEN '-iv'
    WHEN r2 < 0.9 THEN '-if' ELSE '-bslb' END AS partner,
  status IN ('bilateral', 'admitted', 'assessment', 'meeting', 'plan_agreed', 'in_measures', 'follow_up')
    AS is_sent,
  CASE WHEN status NOT IN ('closed', 'draft') AND r3 > 0.01
    THEN date_trunc('milliseconds', now() + (r3 * 70 - 10) * interval '1 day') END AS due_at,
  CASE WHEN status NOT IN ('closed', 'draft') AND r4 < 0.12
    THEN (ARRAY['due', 'L0', 'L1', 'L1', 'L2', 'L3', 'L4'])[1 + floor(r4 / 0.12 * 7)::int] END AS level,
  r3 > 0.98 AND status <> 'closed' AS urgent
FROM drawn d;

INSERT INTO cases
SELECT made.*
FROM planned p JOIN cases c ON c.id = p.sample, LATERAL jsonb_populate_record(c, jsonb_build_object(
  'id', p.id, 'canton', p.canton, 'status', p.status, 'registered_by', p.office,
  'registered_at', p.registered_at, 'changed_at', least(now(), p.registered_at + p.r4 * interval '90 days'),
  'stage_since', least(now(), p.registered_at + p.r4 * interval '60 days'),
  'lead', CASE WHEN p.is_sent THEN p.office END,
  'parties', CASE WHEN p.is_sent THEN jsonb_build_array(p.office, p.partner) ELSE jsonb_build_array(p.office) END,
  'permit_group', CASE WHEN p.r2 < 0.4 THEN 'protected' ELSE 'other' END,
  'next_due_at', p.due_at, 'next_due_kind', CASE WHEN p.due_at IS NOT NULL THEN 'T_DEC' END,
  'next_due_owner', CASE WHEN p.due_at IS NOT NULL THEN CASE WHEN p.is_sent THEN p.partner ELSE p.office END END,
  'next_due_level', CASE WHEN p.due_at IS NOT NULL THEN 'L1' END, 'overdue_level', p.level,
  'holder', CASE WHEN p.status <> 'closed' THEN CASE WHEN p.is_sent THEN p.partner ELSE p.office END END,
  'holder_party', CASE WHEN p.status <> 'closed' THEN CASE WHEN p.is_sent THEN 'receiver' ELSE 'sender' END END,
  'open_referrals', p.is_sent::int,
  'escalates_at', CASE WHEN p.status <> 'closed'
    THEN coalesce(p.due_at, p.registered_at) - CASE WHEN p.urgent THEN interval '36525 days' ELSE interval '0' END END,
  'urgent', p.urgent,
  'state', c.state || jsonb_build_object('id', p.id, 'canton', p.canton)
    || CASE WHEN p.urgent THEN '{"urgent":{"risk":"violence","since":"2026-02-02T08:00:00.000Z"}}'
      ELSE '{}' END::jsonb)) AS made;

INSERT INTO case_parties
SELECT c.id, unnest(c.parties), c.canton, c.registered_at, c.status, c.escalates_at
FROM cases c JOIN planned p ON p.id = c.id;

INSERT INTO referrals
SELECT id, 'R1', canton, CASE WHEN r1 < 0.3 THEN 'sent' ELSE 'accepted' END, office, partner,
  'placement', registered_at, due_at, level
FROM planned WHERE is_sent;

INSERT INTO case_worklists
SELECT c.id, lists.name, owner, c.escalates_at, CASE WHEN lists.name = 'overdue' THEN p.level END
FROM cases c JOIN planned p ON p.id = c.id,
  LATERAL (VALUES
    ('to_triage', p.status IN ('preclarified', 'registered', 'criteria_check'), ARRAY[p.office]),
    ('returned_to_me', p.status = 'returned_info', ARRAY[p.office]),
    ('to_answer', p.is_sent AND p.r1 < 0.3, ARRAY[p.partner]),
    ('overdue', p.level IS NOT NULL, c.parties),
    ('without_next_step', p.due_at IS NULL AND p.status NOT IN ('closed', 'draft'), ARRAY[p.office]),
    ('waiting_for_capacity', p.is_sent AND p.r1 > 0.95, ARRAY[p.office, p.partner])
  ) AS lists(name, lies, owners),
  unnest(ARRAY[p.canton] || lists.owners) AS owner
WHERE lists.lies
UNION ALL
SELECT id, lists.name, owner, date_trunc('milliseconds', now() + r4 * interval '300 days'), NULL
FROM planned, (VALUES ('follow_ups_due', 0.0, 0.4), ('consent_expiring', 0.3, 0.9)) AS lists(name, low, high),
  unnest(ARRAY[canton, office]) AS owner
WHERE is_sent AND r2 BETWEEN low AND high
UNION ALL
SELECT id, 'drafts', office, registered_at, NULL FROM planned WHERE status = 'draft';

INSERT INTO case_responsibles (case_id, institution_id, user_id)
SELECT id, office, office || '-user-' || 1 + n % 12 FROM planned WHERE r4 < 0.6;

INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
SELECT p.id, e.seq + k.step, e.version, p.canton, e.type, e.at, k.step::text, e.event
FROM planned p JOIN case_events e ON e.case_id = p.sample AND e.seq = 1,
  generate_series(0, 2) AS k(step);

-- What figures are made of: as much of an event as they read.
INSERT INTO case_events (case_id, seq, version, canton, type, at, cause, event)
SELECT id, 10 + step, 10 + step, canton, told.type,
  least(now(), registered_at + (r4 + step) * interval '20 days'), 'told', jsonb_build_object('data', told.data)
FROM planned, LATERAL (VALUES
  (0, is_sent OR status = 'closed', 'verdictConfirmed', jsonb_build_object('outcome',
    CASE WHEN r2 < 0.7 THEN 'admitted' ELSE 'bilateral' END, 'suggested', 'admitted')),
  (1, is_sent AND r1 < 0.1, 'informationRequested', '{"referralId":"R1","fields":["permit.category"]}'),
  (2, is_sent AND r1 >= 0.3, 'referralAccepted', '{"referralId":"R1"}'),
  (2, is_sent AND r1 < 0.05, 'referralDeclined', '{"referralId":"R1","reason":"no_capacity"}'),
  (3, r3 < 0.1, 'casePaused', '{"reason":"illness"}'),
  (4, r3 < 0.1, 'caseResumed', '{}'),
  (5, status IN ('plan_agreed', 'in_measures', 'follow_up', 'closed'), 'planAgreed', '{}'),
  (6, status = 'closed', 'caseClosed', jsonb_build_object('outcome',
    CASE WHEN r1 < 0.6 THEN 'integrated' ELSE 'moved_away' END))
) AS told(step, lies, type, data)
WHERE told.lies AND status <> 'draft';
