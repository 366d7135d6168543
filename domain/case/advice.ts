/** The advice of the engine came in (domain.md 3.1 stage 5). It moves nothing but the question. */
import type { Happening, VerdictSummary } from '../../schemas/index';
import { addDays, localDate } from '../deadlines/dates';
import { deadlineKey, startDeadline } from '../deadlines/deadline';
import type { Decider, Moment } from '../decision';
import { accept } from '../decision';
import { caseOwner, clear, cleared, findDeadline, resume, set, triageOwner } from './clocks';
import { proposedBy } from './merge';
import { stands } from './outcomes';
import type { CaseState } from './state';

/** Facts that came by another way than the return: nobody owes information any more. */
const answeredOtherwise = (state: CaseState, moment: Moment): Happening[] => [
  ...clear(state, moment, { kinds: ['T_INFO'], ofCase: true }),
  ...resume(state, moment, 'T_CRIT'),
];

/** Somebody has to decide (again). */
const reopened = (state: CaseState, moment: Moment): Happening[] => [
  ...clear(state, moment, { kinds: ['T_CLOSE', 'T_DEFER'] }),
  set({ kind: 'T_CRIT', owedBy: triageOwner(state, moment.policy) }, moment),
];

const questionClocks = (
  state: CaseState,
  { outcome }: VerdictSummary,
  moment: Moment,
): Happening[] => {
  if (state.status === 'returned_info' && outcome !== 'returned_info')
    return answeredOtherwise(state, moment);
  const reopens = !('lead' in state) && !stands(state, outcome);
  return reopens && findDeadline(state, 'T_CRIT') === undefined ? reopened(state, moment) : [];
};

/**
 * The day on which a fact changes by itself. One that is not ahead was looked at by this very
 * advice: a clock for it would ask the same question for ever.
 */
const factsClock = (
  state: CaseState,
  { reviewOn }: VerdictSummary,
  moment: Moment,
): Happening[] => {
  if (reviewOn === undefined || reviewOn <= localDate(moment.now))
    return clear(state, moment, { kinds: ['T_FACTS'] });
  const request = { kind: 'T_FACTS', owedBy: caseOwner(state), on: reviewOn } as const;
  const standing = findDeadline(state, 'T_FACTS')?.dueAt;
  return standing === startDeadline(request, moment).dueAt ? [] : [set(request, moment)];
};

/** So long before a permit ends somebody is to see to its renewal, or to what follows (domain.md 6). */
const permitWarningDays = 120;

/** One warning for one end of a permit; facts that say otherwise take it back. */
const permitClock = (
  state: CaseState,
  { permitEndsOn }: VerdictSummary,
  moment: Moment,
): Happening[] => {
  const key = permitEndsOn === undefined ? undefined : deadlineKey('T_PERMIT', permitEndsOn);
  const others = state.deadlines.filter((one) => one.kind === 'T_PERMIT' && one.key !== key);
  const stops = others.map((one) => cleared(one, moment));
  if (permitEndsOn === undefined || key === undefined || findDeadline(state, key) !== undefined)
    return stops;
  const warned = addDays(permitEndsOn, -permitWarningDays);
  const today = localDate(moment.now);
  const on = warned > today ? warned : today;
  const request = { kind: 'T_PERMIT', mark: permitEndsOn, owedBy: caseOwner(state), on } as const;
  return [...stops, set(request, moment)];
};

/** A person confirms the advice, or decides otherwise. */
export const recordVerdict: Decider<'recordVerdict'> = (state, { verdict }, moment) =>
  accept(
    { type: 'verdictProposed', data: { verdict } },
    ...questionClocks(state, verdict, moment),
    ...factsClock(state, verdict, moment),
    ...permitClock(state, verdict, moment),
    ...proposedBy(state, verdict, moment),
  );
