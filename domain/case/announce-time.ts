/** Who hears of pauses, agreed days and urgency. */
import type { CaseEvent, EventType, InstitutionId, NoticeName } from '../../schemas/index';
import type { CaseState } from './state';
import { findReferral, isOpen, leadOf, partiesOf } from './state';

type Announce<T extends EventType> = (
  state: CaseState,
  event: Extract<CaseEvent, { type: T }>,
) => {
  readonly type: NoticeName;
  readonly to: readonly (InstitutionId | undefined)[];
  readonly referralId?: string;
};
type TimeEvent = 'casePaused' | 'caseResumed' | 'urgencyFlagged' | 'deadlineChanged';

const clockOf = (state: CaseState, key: string) => state.deadlines.find((one) => one.key === key);

/** What a notice says of a clock that people moved. */
export const changedClock = (state: CaseState, key: string) => {
  const clock = clockOf(state, key);
  return { deadline: clock?.kind, dueAt: clock?.dueAt };
};

export const timeAnnouncements: { readonly [T in TimeEvent]: Announce<T> } = {
  casePaused: (state) => ({ type: 'case.paused', to: partiesOf(state) }),
  caseResumed: (state) => ({ type: 'case.resumed', to: partiesOf(state) }),
  urgencyFlagged: (state, { data }) => ({
    // By phone first; what the danger is stands in the case and travels nowhere.
    type: 'case.urgent',
    to: [
      data.coordination,
      state.registeredBy,
      leadOf(state),
      ...state.referrals.filter(isOpen).map(({ to }) => to),
    ],
  }),
  deadlineChanged: (state, { data: { key } }) => {
    const clock = clockOf(state, key);
    const referral = findReferral(state, clock?.referralId ?? '');
    return {
      type: 'deadline.moved',
      to: [clock?.owedBy, referral?.from, referral?.to, leadOf(state)],
      ...(clock?.referralId === undefined ? {} : { referralId: clock.referralId }),
    };
  },
};
