/**
 * A case that stands still (domain.md 3.4, 6): the clocks of service wait with what they have left,
 * the clocks of the law go on, and a review day with an owner sees to it that nobody forgets the case.
 * A clock that starts during the pause waits from its first moment: whoever wants it to run resumes
 * the case.
 */
import type { Deadline, Happening, PauseReason } from '../../schemas/index';
import { addMonths, localDate } from '../deadlines/dates';
import type { Context } from '../deadlines/deadline';
import { remainingBusinessDays, resumeDeadline } from '../deadlines/deadline';
import { waitsInPause } from '../deadlines/legal';
import { shiftedByStop } from '../deadlines/on-day';
import { dateGap } from '../deadlines/plausible';
import type { Decider } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, set } from './clocks';
import type { CaseState } from './state';

/** Longest time until somebody looks at a pause again [P]. */
const furthestReviewMonths = 12;

/** The pause with its review day; what waits is stopped by `freeze` in the same step. */
export const pausing = (
  state: CaseState,
  pause: { readonly reason: PauseReason; readonly reviewOn: string },
  ctx: Context,
): readonly Happening[] => [
  { type: 'casePaused', data: pause },
  set({ kind: 'T_PAUSE', owedBy: caseOwner(state), on: pause.reviewOn }, ctx),
];

export const pauseCase: Decider<'pauseCase'> = (state, { reason, reviewOn }, moment) => {
  const { paused } = state;
  if (paused !== undefined)
    return refuse('case_paused', { reason: paused.reason, reviewOn: paused.reviewOn });
  const tooFar = reviewOn > addMonths(localDate(moment.now), furthestReviewMonths);
  const gap = tooFar ? 'date_too_far' : dateGap(reviewOn, moment);
  return gap === undefined
    ? accept(...pausing(state, { reason, reviewOn }, moment))
    : refuse(gap, { field: 'reviewOn' });
};

/** Stops what may not run while the case stands still, also what a command has just started. */
export const freeze = (state: CaseState, ctx: Context): readonly Happening[] =>
  state.paused === undefined || state.status === 'closed'
    ? []
    : state.deadlines
        .filter((deadline) => deadline.stopped === undefined && waitsInPause(deadline))
        .map((deadline) => ({
          type: 'deadlineStopped',
          data: {
            key: deadline.key,
            at: ctx.now,
            remainingBD: remainingBusinessDays(deadline, ctx),
            because: 'pause',
          },
        }));

const goesOn = (state: CaseState, deadline: Deadline, ctx: Context): Happening => ({
  type: 'deadlineSet',
  data: {
    deadline:
      deadline.basis === 'BD'
        ? resumeDeadline(deadline, ctx, state.silences)
        : shiftedByStop(deadline, ctx),
  },
});

/** What the pause stopped goes on; what waits for another reason waits on. Nothing without a pause. */
export const resuming = (state: CaseState, ctx: Context): readonly Happening[] =>
  state.paused === undefined
    ? []
    : [
        { type: 'caseResumed', data: { pausedSince: state.paused.since } },
        ...clear(state, ctx, { kinds: ['T_PAUSE'] }),
        ...state.deadlines
          .filter(({ stopped }) => stopped?.because === 'pause')
          .map((deadline) => goesOn(state, deadline, ctx)),
      ];

export const resumeCase: Decider<'resumeCase'> = (state, { kind }, moment) => {
  const events = resuming(state, moment);
  return events.length === 0
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept(...events);
};
