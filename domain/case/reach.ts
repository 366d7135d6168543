/** A deadline was reached: the ladder speaks, or the engine acts itself (domain.md 6). */
import type { Deadline, Happening, LadderLevel } from '../../schemas/index';
import { addBusinessDays } from '../deadlines/business-days';
import { calendarOf } from '../deadlines/context';
import { localDate } from '../deadlines/dates';
import { closingOn } from '../deadlines/ladder';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import type { Reached } from '../directory/recipients';
import { levelsReached } from '../directory/recipients';
import { askedAgain } from '../referral/capacity';
import { reportRequested } from '../referral/decide';
import { expired } from '../referral/expiry';
import { caseOwner, clear, cleared, findDeadline, set, triageOwner } from './clocks';
import { closes, endReferrals, uninformedOf } from './ending';
import { leadReturns } from './lead';
import type { CaseState } from './state';
import { findReferral } from './state';

type Reaching = Extract<Happening, { type: 'deadlineReached' }>;
type Again = Reaching['data']['again'];

/** A ladder that ended goes on at its last level: silence never becomes normal. */
const goesOn = (deadline: Deadline, spoken: readonly Reached[], moment: Moment): Again => {
  const level = spoken.at(-1)?.level;
  if (level === undefined || deadline.firings.length > spoken.length) return undefined;
  const calendar = calendarOf(moment, deadline.owedBy);
  const on = addBusinessDays(calendar, localDate(moment.now), moment.policy.repeatLastEveryBD);
  return { level, at: closingOn(on, deadline.owedBy, moment) };
};

/** What the engine does itself on a day of a referral. */
const onReferral = (
  state: CaseState,
  { kind, referralId, firings }: Deadline,
  moment: Moment,
): readonly Happening[] | undefined => {
  const referral = referralId === undefined ? undefined : findReferral(state, referralId);
  if (referral === undefined) return undefined;
  if (kind === 'T_EXPIRY') return expired(state, referral.id, moment);
  // Only the day from which there is room is a firing of this clock without a ladder.
  if (kind === 'T_DEC' && firings[0]?.level === 'due') return askedAgain(state, referral, moment);
  return kind === 'T_REVIEW' ? reportRequested(state, moment, referral) : undefined;
};

/** What the engine does instead of climbing a ladder; undefined where people are reminded. */
const actsItself = (
  state: CaseState,
  deadline: Deadline,
  moment: Moment,
): readonly Happening[] | undefined => {
  const { kind } = deadline;
  if (kind === 'T_DELEGATION')
    return deadline.firings[0]?.level === 'due' ? leadReturns(state, moment) : undefined;
  // The loop asks the criteria again after these two (`needsVerdict`).
  if (kind === 'T_FACTS') return clear(state, moment, { kinds: [kind] });
  if (kind === 'T_DEFER')
    return [
      ...clear(state, moment, { kinds: [kind] }),
      set({ kind: 'T_CRIT', owedBy: triageOwner(state, moment.policy) }, moment),
    ];
  if (kind === 'T_APPEAL')
    return deadline.firings[0]?.level === 'due' ? [cleared(deadline, moment)] : undefined;
  return onReferral(state, deadline, moment);
};

/**
 * A case that sleeps for want of information is not forgotten: somebody is to reach the person, and
 * once that was tried it ends with the next firing (domain.md 6, reverse ladder).
 */
const wakes = (state: CaseState, moment: Moment): readonly Happening[] => {
  if (state.contactSought === true && uninformedOf(state).length === 0)
    return [
      ...endReferrals(state, 'no_longer_needed'),
      ...clear(state, moment, {}),
      closes('dropout', moment),
    ];
  return findDeadline(state, 'T_CONTACT') === undefined
    ? [set({ kind: 'T_CONTACT', owedBy: caseOwner(state) }, moment)]
    : [];
};

/** Without the information the case falls asleep, and later somebody looks at it once more. */
const afterSilence = (
  state: CaseState,
  { key, level }: { readonly key: string; readonly level: LadderLevel },
  moment: Moment,
): readonly Happening[] => {
  if (key !== 'T_INFO' || level !== 'due') return [];
  return state.dormant ? wakes(state, moment) : [{ type: 'caseBecameDormant', data: {} }];
};

const isNext = (deadline: Deadline, level: LadderLevel): boolean =>
  deadline.stopped === undefined && deadline.firings[0]?.level === level;

export const reachDeadline: Decider<'reachDeadline'> = (state, body, moment) => {
  const { key, level, deadline: kind } = body;
  const deadline = findDeadline(state, key);
  if (deadline === undefined || !isNext(deadline, level))
    return refuse('not_allowed_in_this_state', { command: body.kind });
  const { referralId, owedBy } = deadline;
  const day = { now: moment.now, policy: moment.policy, present: body.present ?? [] };
  const spoken = levelsReached(state, deadline, day);
  const events = spoken.map((one): Reaching => ({
    type: 'deadlineReached',
    data: { key, deadline: kind, owedBy, ...one, ...(referralId && { referralId }) },
  }));
  const own = actsItself(state, deadline, moment);
  if (own !== undefined) return accept(...events.slice(0, 1), ...own);
  const again = goesOn(deadline, spoken, moment);
  return accept(
    ...events.map((one, at) =>
      again !== undefined && at === events.length - 1
        ? { ...one, data: { ...one.data, again } }
        : one,
    ),
    ...afterSilence(state, body, moment),
  );
};
