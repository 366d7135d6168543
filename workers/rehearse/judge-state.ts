/** Judges the case as it is after a step against what the script expects of it. */
import type { CaseState } from '../../domain/case/state';
import { findReferral } from '../../domain/case/state';
import { localDate, localTime } from '../../domain/deadlines/dates';
import { nextFiring } from '../../domain/deadlines/deadline';
import { allowedActions } from '../../domain/allowed-actions';
import type { Deadline } from '../../schemas/index';
import type { Expectation } from '../../schemas/scenario';
import { callerOf } from './act';
import type { Check } from './check';
import { missed, passed, same, sameSet } from './check';

export interface Judged {
  readonly state: CaseState;
  /** Whether the case is there for an institution: row-level security says. */
  readonly sees: (right: NonNullable<Expectation['rights']>[number]) => Promise<boolean>;
}

type Wanted<K extends keyof Expectation> = NonNullable<Expectation[K]>;
type Judge<K extends keyof Expectation> = (wanted: Wanted<K>, state: CaseState) => readonly Check[];

const outcomeOf = (state: CaseState) => (state.status === 'closed' ? state.outcome : undefined);
const leadFor = (state: CaseState) => ('lead' in state ? state.lead : undefined);

const judgeLead: Judge<'lead'> = ({ institution, interim }, state) => {
  const lead = leadFor(state);
  return [
    same('lead', institution, lead?.institutionId),
    ...(interim === undefined ? [] : [same('interim lead', interim, lead?.interim)]),
  ];
};

const judgeReferrals: Judge<'referrals'> = (wanted, state) =>
  Object.entries(wanted).flatMap(([id, expected]) => {
    const referral = findReferral(state, id);
    if (referral === undefined) return [missed(`${id}: expected, there is no such referral`)];
    const found: Readonly<Record<string, unknown>> = { suspended: false, ...referral };
    return Object.entries(expected).map(([field, value]) =>
      same(field === 'status' ? id : `${id} ${field}`, value, found[field]),
    );
  });

type DeadlineWish = Wanted<'deadlines'>[string];
const judgeDeadline = (key: string, wish: DeadlineWish, found: Deadline | undefined): Check[] => {
  const wanted = typeof wish === 'string' ? { due: wish } : wish;
  if (found === undefined) return [missed(`${key}: expected to run, it does not`)];
  const { due, at, owedBy, stoppedWithBD, reached } = wanted;
  const one = (what: string, expected: unknown, value: unknown): Check[] =>
    expected === undefined ? [] : [same(`${key} ${what}`, expected, value)];
  const stands = found.stopped !== undefined && stoppedWithBD === undefined;
  return [
    ...one('due', due, localDate(found.dueAt)),
    ...one('due at', at, localTime(found.dueAt)),
    ...one('owed by', owedBy, found.owedBy),
    ...one('stopped with business days left', stoppedWithBD, found.stopped?.remainingBD),
    ...one('reached', reached, found.reached),
    ...(stands ? [missed(`${key}: expected to run, it stands still`)] : []),
  ];
};

const judgeDeadlines: Judge<'deadlines'> = (wanted, { deadlines }) =>
  Object.entries(wanted).flatMap(([key, wish]) =>
    judgeDeadline(
      key,
      wish,
      deadlines.find((deadline) => deadline.key === key),
    ),
  );

const judgeNextDue: Judge<'nextDue'> = (wanted, { deadlines }) => {
  const next = nextFiring(deadlines);
  if (next === undefined) return [missed(`next due: expected on ${wanted.on}, nothing is due`)];
  const found = { ...next, on: localDate(next.at), at: localTime(next.at) };
  return (['on', 'at', 'key', 'level', 'owedBy'] as const)
    .filter((field) => wanted[field] !== undefined)
    .map((field) => same(`next due ${field}`, wanted[field], found[field]));
};

const judgeGoals: Judge<'goals'> = (wanted, { plan }) =>
  Object.entries(wanted).map(([number, state]) => {
    const goal = plan?.goals.find((one) => one.number === Number(number));
    return same(`goal ${number}`, state, goal?.state);
  });

const judgeAbsent: Judge<'absent'> = (wanted, state) => {
  const found: Readonly<Record<(typeof wanted)[number], unknown>> = {
    lead: leadFor(state),
    leadConflict: state.leadConflict,
    verdict: state.verdict,
    plan: state.plan,
    nextDue: nextFiring(state.deadlines),
    outcome: outcomeOf(state),
  };
  return wanted.map((what) => same(what, undefined, found[what]));
};

const judges: { readonly [K in keyof Expectation]?: Judge<K> } = {
  status: (wanted, { status }) => [same('status', wanted, status)],
  outcome: (wanted, state) => [same('outcome', wanted, outcomeOf(state))],
  dormant: (wanted, { dormant }) => [same('dormant', wanted, dormant)],
  acknowledged: (wanted, { acknowledged }) => [same('acknowledged', wanted, acknowledged)],
  consentSuspended: (wanted, state) => [same('consent suspended', wanted, state.consentSuspended)],
  verdict: (wanted, { verdict }) => [same('verdict', wanted, verdict?.outcome)],
  missing: (wanted, { missing }) => [sameSet('missing', wanted, missing)],
  lead: judgeLead,
  leadConflict: (wanted, state) => [same('lead conflict', wanted, state.leadConflict)],
  overallResponsibility: (wanted, state) => [
    same('overall responsibility', wanted, state.overallResponsibility),
  ],
  referrals: judgeReferrals,
  deadlines: judgeDeadlines,
  noDeadlines: (wanted, { deadlines }) =>
    wanted.map((key) =>
      deadlines.some((one) => one.key === key)
        ? missed(`${key}: expected not to run, it does`)
        : passed(`no ${key}`),
    ),
  nextDue: judgeNextDue,
  links: (wanted, { links = [] }) => [
    sameSet(
      'links',
      wanted,
      links.map(({ link }) => link),
    ),
  ],
  goals: judgeGoals,
  followUpsDone: (wanted, state) => [same('follow-ups done', wanted, state.followUpsDone)],
  absent: judgeAbsent,
};

const judgeOthers = ({ noOtherDeadlines, deadlines = {} }: Expectation, state: CaseState) =>
  noOtherDeadlines === undefined
    ? []
    : [
        sameSet(
          'clocks',
          Object.keys(deadlines),
          // Nobody owes anything on the day a fact changes by itself; who cares for it names it.
          state.deadlines
            .map(({ key }) => key)
            .filter((key) => key !== 'T_FACTS' || key in deadlines),
        ),
      ];

const judgeRight = async (
  right: Wanted<'rights'>[number],
  { state, sees }: Judged,
): Promise<Check[]> => {
  const { by, may = [], mayNot = [], mayExactly } = right;
  const found = allowedActions(state, callerOf(right).actor).map(({ kind, referralId }) =>
    referralId === undefined ? kind : `${kind} ${referralId}`,
  );
  return [
    ...(right.sees === undefined
      ? []
      : [same(`${by} sees the case`, right.sees, await sees(right))]),
    ...may.map((action) =>
      found.includes(action) ? passed(`${by} may ${action}`) : missed(`${by} may not ${action}`),
    ),
    ...mayNot.map((action) =>
      found.includes(action)
        ? missed(`${by} may ${action}, against the script`)
        : passed(`${by} may not ${action}`),
    ),
    ...(mayExactly === undefined ? [] : [sameSet(`${by} may exactly`, mayExactly, found)]),
  ];
};

/** Every check of one expectation on the present case. */
export const judgeState = async (expected: Expectation, judged: Judged): Promise<Check[]> => {
  const checks = Object.entries(expected).flatMap(([field, wanted]) => {
    // The table pairs each field with its judge; TypeScript can not follow a union through it.
    const judge = judges[field as keyof Expectation] as Judge<keyof Expectation> | undefined;
    return wanted === undefined || judge === undefined ? [] : judge(wanted, judged.state);
  });
  const rights: Check[] = [];
  for (const right of expected.rights ?? []) rights.push(...(await judgeRight(right, judged)));
  return [...checks, ...judgeOthers(expected, judged.state), ...rights];
};
