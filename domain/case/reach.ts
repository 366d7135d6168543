/** A deadline was reached: the ladder speaks, or the engine acts itself (domain.md 6). */
import type {
  Deadline,
  Happening,
  InstitutionId,
  LadderLevel,
  Recipient,
  RunningPolicy,
} from '../../schemas/index';
import { addBusinessDays } from '../deadlines/business-days';
import { calendarOf } from '../deadlines/context';
import { localDate } from '../deadlines/dates';
import { closingOn } from '../deadlines/ladder';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { reportRequested } from '../referral/decide';
import { caseOwner, clear, findDeadline, set, triageOwner } from './clocks';
import type { CaseState } from './state';
import { findReferral } from './state';

const otherSide = (state: CaseState, deadline: Deadline): InstitutionId => {
  const referral =
    deadline.referralId === undefined ? undefined : findReferral(state, deadline.referralId);
  if (referral === undefined) return caseOwner(state);
  return deadline.owedBy === referral.to ? referral.from : referral.to;
};

const recipientsOf = (
  state: CaseState,
  deadline: Deadline,
  { level, policy }: { readonly level: LadderLevel; readonly policy: RunningPolicy },
): Recipient[] => {
  const { owedBy, kind } = deadline;
  const { coordination } = policy;
  // Nobody owes anything on the day a fact changes by itself: the engine asks the criteria.
  if (kind === 'T_FACTS') return [];
  switch (level) {
    case 'L0':
    case 'L1':
    case 'due':
      return [{ institutionId: owedBy, role: 'contact' }];
    case 'L2':
      return [
        { institutionId: coordination, role: 'coordinator' },
        { institutionId: owedBy, role: 'deputy' },
      ];
    case 'L3':
      return [
        { institutionId: owedBy, role: 'management' },
        { institutionId: otherSide(state, deadline), role: 'management' },
      ];
    case 'L4':
      return [{ institutionId: coordination, role: 'strategic' }];
  }
};

type Again = Extract<Happening, { type: 'deadlineReached' }>['data']['again'];

/** A ladder that ended goes on at its last level: silence never becomes normal. */
const goesOn = (deadline: Deadline, level: LadderLevel, moment: Moment): Again => {
  if (deadline.firings.length > 1) return undefined;
  const calendar = calendarOf(moment, deadline.owedBy);
  const on = addBusinessDays(calendar, localDate(moment.now), moment.policy.repeatLastEveryBD);
  return { level, at: closingOn(on, deadline.owedBy, moment) };
};

/** What the engine does instead of climbing a ladder; undefined where people are reminded. */
const actsItself = (
  state: CaseState,
  deadline: Deadline,
  moment: Moment,
): readonly Happening[] | undefined => {
  const { kind } = deadline;
  // The loop asks the criteria again after these two (`needsVerdict`).
  if (kind === 'T_FACTS') return clear(state, moment, { kinds: [kind] });
  if (kind === 'T_DEFER')
    return [
      ...clear(state, moment, { kinds: [kind] }),
      set({ kind: 'T_CRIT', owedBy: triageOwner(state, moment.policy) }, moment),
    ];
  if (kind !== 'T_REVIEW' || deadline.referralId === undefined) return undefined;
  const referral = findReferral(state, deadline.referralId);
  return referral === undefined ? undefined : reportRequested(state, moment, referral);
};

const isNext = (deadline: Deadline, level: LadderLevel): boolean =>
  deadline.stopped === undefined && deadline.firings[0]?.level === level;

export const reachDeadline: Decider<'reachDeadline'> = (state, body, moment) => {
  const { key, level, deadline: kind } = body;
  const deadline = findDeadline(state, key);
  if (deadline === undefined || !isNext(deadline, level))
    return refuse('not_allowed_in_this_state', { command: body.kind });
  const { referralId, owedBy } = deadline;
  const recipients = recipientsOf(state, deadline, { level, policy: moment.policy });
  const data = {
    key,
    deadline: kind,
    level,
    owedBy,
    recipients,
    ...(referralId && { referralId }),
  };
  const own = actsItself(state, deadline, moment);
  if (own !== undefined) return accept({ type: 'deadlineReached', data }, ...own);
  const again = goesOn(deadline, level, moment);
  const sleeps = key === 'T_INFO' && level === 'due' && !state.dormant;
  return accept(
    { type: 'deadlineReached', data: { ...data, ...(again && { again }) } },
    ...(sleeps ? [{ type: 'caseBecameDormant', data: {} } as const] : []),
  );
};
