/** What is asked: the same thing of the API and of Postgres, the latter as somebody writes it by hand. */
export interface Question {
  readonly name: string;
  readonly who: 'coordinator' | 'officer';
  readonly path: string;
  /** Straight at the right index; whose session asks it says what it may see. */
  readonly sql: string;
}

const lineFor = (
  mine: string,
): string => `c.id, c.canton, c.status, c.version, c.stage_since, c.registered_by, c.registered_at,
  c.changed_at, c.lead, c.holder_party, c.holder, c.next_due_at, c.next_due_kind, c.next_due_owner,
  c.next_due_level, c.overdue_level, c.permit_group, c.open_referrals,
  c.urgent, c.paused, (SELECT r.user_id FROM case_responsibles r
    WHERE r.case_id = c.id AND r.institution_id = '${mine}')`;
const own = { zh: 'zh-coo', 'zh-sh-1': 'zh-sh-1' } as const;
const inCanton = `SELECT ${lineFor('zh-coo')} FROM cases c WHERE c.canton = 'zh'`;
const ofOffice = `SELECT ${lineFor('zh-sh-1')} FROM case_parties p JOIN cases c ON c.id = p.case_id
  WHERE p.institution_id = 'zh-sh-1'`;
const newest = 'ORDER BY c.registered_at DESC, c.id DESC LIMIT 51';
const escalation = 'AND c.escalates_at IS NOT NULL ORDER BY c.escalates_at, c.id LIMIT 51';
const pair = `c.id IN (SELECT case_id FROM referrals
  WHERE from_institution = 'zh-sh-1' AND to_institution = 'zh-iv')`;
const onList = (owner: keyof typeof own, name: string, more = '') => `SELECT ${lineFor(own[owner])}
  FROM case_worklists w JOIN cases c ON c.id = w.case_id
  WHERE w.owner = '${owner}' AND w.name = '${name}' ${more} ORDER BY w.sort_at, w.case_id LIMIT 51`;
const soon = (name: string, days: number): string =>
  `name = '${name}' AND sort_at <= now() + interval '${String(days)} days'`;
const counts = (owner: string) => `SELECT name, level, count(*) FROM case_worklists
  WHERE owner = '${owner}' AND (name NOT IN ('follow_ups_due', 'consent_expiring')
    OR ${soon('follow_ups_due', 14)} OR ${soon('consent_expiring', 30)}) GROUP BY name, level`;
const stages = `unnest(ARRAY['preclarified', 'registered', 'criteria_check', 'returned_info',
  'not_admitted', 'bilateral', 'admitted', 'assessment', 'meeting', 'plan_draft', 'plan_agreed',
  'in_measures', 'follow_up']) AS s(status)`;
const board = `SELECT s.status,
  (SELECT count(*) FROM cases c WHERE c.canton = 'zh' AND c.status = s.status),
  (SELECT json_agg(x) FROM (${inCanton} AND c.status = s.status
    ORDER BY c.escalates_at, c.id LIMIT 11) x) FROM ${stages}`;
const ownBoard = `SELECT s.status,
  (SELECT count(*) FROM case_parties p
    WHERE p.institution_id = 'zh-sh-1' AND p.status = s.status),
  (SELECT json_agg(x) FROM (${ofOffice} AND p.status = s.status
    ORDER BY p.escalates_at, p.case_id LIMIT 11) x) FROM ${stages}`;

const ask = (
  who: Question['who'],
  questions: readonly (readonly [name: string, path: string, sql: string])[],
): Question[] => questions.map(([name, path, sql]) => ({ who, name, path, sql }));

/** The largest canton, and one of its offices. */
export const questions: readonly Question[] = [
  ...ask('coordinator', [
    ['newest first', '/v1/cases', `${inCanton} ${newest}`],
    ['of one stage', '/v1/cases?status=meeting', `${inCanton} AND c.status = 'meeting' ${newest}`],
    ['what escalates next', '/v1/cases?order=escalation', `${inCanton} ${escalation}`],
    [
      'of one level',
      '/v1/cases?order=escalation&level=L4',
      `${inCanton} AND c.overdue_level = 'L4' ${escalation}`,
    ],
    [
      'of one holder',
      '/v1/cases?order=escalation&holder=zh-bslb',
      `${inCanton} AND c.holder = 'zh-bslb' ${escalation}`,
    ],
    [
      'of one pair',
      '/v1/cases?order=escalation&from=zh-sh-1&to=zh-iv',
      `${inCanton} AND ${pair} ${escalation}`,
    ],
    ['counts of the lists', '/v1/worklists', counts('zh')],
    ['to answer', '/v1/worklists/to_answer', onList('zh', 'to_answer')],
    [
      'overdue at L3',
      '/v1/worklists/overdue?level=L3',
      onList('zh', 'overdue', `AND w.level = 'L3'`),
    ],
    ['the board', '/v1/board', board],
  ]),
  ...ask('officer', [
    [
      'newest first',
      '/v1/cases',
      `${ofOffice} ORDER BY p.registered_at DESC, p.case_id DESC LIMIT 51`,
    ],
    [
      'what escalates next',
      '/v1/cases?order=escalation',
      `${ofOffice} AND p.escalates_at IS NOT NULL ORDER BY p.escalates_at, p.case_id LIMIT 51`,
    ],
    ['counts of the lists', '/v1/worklists', counts('zh-sh-1')],
    ['overdue', '/v1/worklists/overdue', onList('zh-sh-1', 'overdue')],
    ['the board', '/v1/board', ownBoard],
  ]),
];
