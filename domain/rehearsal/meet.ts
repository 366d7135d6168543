/** The joint meeting in a rehearsal: invited to as early as the policy lets, and held on its day. */
import type { AnyCommandBody } from '../../schemas/index';
import type { CaseState } from '../case/state';
import { isSent, partiesOf } from '../case/state';
import { addBusinessDays } from '../deadlines/business-days';
import type { Context } from '../deadlines/context';
import { localDate } from '../deadlines/dates';

const usualMinutes = 90;

interface Look {
  readonly state: CaseState;
  readonly ctx: Context;
}

export const meet = ({
  state,
  ctx,
}: Look): { readonly body: AnyCommandBody; readonly on?: string } => {
  const { meetingOn, metAt } = state;
  if (meetingOn !== undefined && metAt === undefined)
    return { body: { kind: 'holdMeeting' }, on: meetingOn };
  const { noticeBD, maxMinutes = usualMinutes } = ctx.policy.meeting;
  const on = addBusinessDays(ctx.calendar, localDate(ctx.now), noticeBD);
  const asked = state.referrals.filter(isSent).map(({ to }) => to);
  return {
    body: {
      kind: 'scheduleMeeting',
      meetingOn: on,
      minutes: Math.min(usualMinutes, maxMinutes),
      invite: partiesOf(state).filter((one) => asked.includes(one)),
    },
  };
};
