/** The joint meeting (domain.md 3.1 stage 9), whether planned or forced on offices that ping-pong. */
import type { Happening } from '../../schemas/index';
import { businessDaysBetween } from '../deadlines/business-days';
import { localDate } from '../deadlines/dates';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, findDeadline, set } from './clocks';
import { isFrozen, settledAt } from './ping-pong';
import type { Evolver } from './evolver';
import type { CaseState } from './state';

/**
 * An appointment moves with the meeting. A day by which the rules want it held stays: a later meeting
 * is late, and is said to be.
 */
const appointment = (state: CaseState, meetingOn: string, moment: Moment): Happening[] => {
  const standing = findDeadline(state, 'T_RT');
  return standing === undefined || standing.basis === 'date'
    ? [set({ kind: 'T_RT', owedBy: caseOwner(state), on: meetingOn }, moment)]
    : [];
};

export const scheduleMeeting: Decider<'scheduleMeeting'> = (state, body, moment) => {
  const { meetingOn, minutes, invite } = body;
  const { meeting } = moment.policy;
  const gap = dateGap(meetingOn, moment);
  if (gap !== undefined) return refuse(gap, { field: 'meetingOn' });
  if (meeting.maxMinutes !== undefined && minutes > meeting.maxMinutes)
    return refuse('meeting_too_long', { minutes, most: meeting.maxMinutes });
  const notice = businessDaysBetween(moment.calendar, localDate(moment.now), meetingOn);
  // A forced meeting is due in as many days as an invitation takes: it does not wait for both.
  if (notice < meeting.noticeBD && !isFrozen(state))
    return refuse('notice_too_short', { businessDays: notice, least: meeting.noticeBD });
  return accept(
    { type: 'meetingScheduled', data: { meetingOn, minutes, invite } },
    ...appointment(state, meetingOn, moment),
  );
};

/** A meeting is ahead: invited to, and not held yet. */
export const isAhead = (state: CaseState): boolean =>
  state.status === 'meeting' ||
  (state.meetingOn !== undefined &&
    state.metAt === undefined &&
    findDeadline(state, 'T_RT') !== undefined);

/** The plan follows the meeting; where there is one already, it goes on. */
const planDue = (state: CaseState, moment: Moment): Happening[] =>
  state.status === 'meeting' ? [set({ kind: 'T_PLAN', owedBy: caseOwner(state) }, moment)] : [];

export const holdMeeting: Decider<'holdMeeting'> = (state, { kind }, moment) =>
  isAhead(state)
    ? accept(
        { type: 'meetingHeld', data: { on: localDate(moment.now) } },
        ...clear(state, moment, { kinds: ['T_RT'] }),
        ...planDue(state, moment),
      )
    : refuse('not_allowed_in_this_state', { command: kind });

const beforeMeeting = ['admitted', 'assessment', 'meeting'];

const scheduled: Evolver<'meetingScheduled'> = (state, { data }) => {
  const { metAt, ...rest } = state;
  const next = { ...rest, meetingOn: data.meetingOn, invited: data.invite } as CaseState;
  return 'lead' in next && next.status !== 'closed' && beforeMeeting.includes(next.status)
    ? { ...next, status: 'meeting' }
    : next;
};

const held: Evolver<'meetingHeld'> = (state, { at }) => {
  const next = { ...settledAt(state, at), metAt: at };
  return next.status === 'meeting' ? { ...next, status: 'plan_draft' } : next;
};

export const meetingEvolvers = { meetingScheduled: scheduled, meetingHeld: held } as const;
