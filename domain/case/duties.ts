/** Referrals that the law demands, whatever the outcome: a clock for each that nobody fulfils yet. */
import type { Deadline, Duty, Happening } from '../../schemas/index';
import type { Context } from '../deadlines/deadline';
import { startDeadline } from '../deadlines/deadline';
import { kindOf } from '../institution';
import { cleared } from './clocks';
import type { CaseState } from './state';
import { isOpen } from './state';

/** Whoever is of the kind already has the case, or was sent a referral that is open or done. */
const isFulfilled = (state: CaseState, { to }: Duty): boolean =>
  kindOf(state.registeredBy) === to ||
  state.referrals.some(
    (referral) => kindOf(referral.to) === to && (isOpen(referral) || referral.status === 'done'),
  );

/** One clock per kind of institution: of two duties to the same, the earlier one counts. */
const owedClocks = (state: CaseState, ctx: Context): Deadline[] =>
  (state.verdict?.duties ?? [])
    .filter((duty) => !isFulfilled(state, duty))
    .map(({ to, term }) =>
      startDeadline({ kind: 'T_DUTY', mark: to, owedBy: state.registeredBy, term }, ctx),
    )
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
    .filter((one, at, all) => all.findIndex(({ key }) => key === one.key) === at);

/** Starts the clocks of duties that are open and have none, and stops those that nobody owes. */
export const dutyClocks = (state: CaseState, ctx: Context): readonly Happening[] => {
  if (state.status === 'closed') return [];
  const running = state.deadlines.filter(({ kind }) => kind === 'T_DUTY');
  const owed = owedClocks(state, ctx);
  const isAmong = (all: readonly Deadline[], { key }: Deadline): boolean =>
    all.some((one) => one.key === key);
  return [
    ...running.filter((one) => !isAmong(owed, one)).map((one) => cleared(one, ctx)),
    ...owed
      .filter((one) => !isAmong(running, one))
      .map((deadline): Happening => ({ type: 'deadlineSet', data: { deadline } })),
  ];
};
