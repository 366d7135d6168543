/** Reaching the person (domain.md 6): who is not reached after several tries is written to. */
import type { Happening, RunningPolicy } from '../../schemas/index';
import { addBusinessDays } from '../deadlines/business-days';
import { calendarOf } from '../deadlines/context';
import { localDate } from '../deadlines/dates';
import type { Decider, Moment } from '../decision';
import { accept } from '../decision';
import { caseOwner, clear, findDeadline, set } from './clocks';
import { pausing, resuming } from './pause';
import type { CaseState } from './state';

type Unreachable = NonNullable<RunningPolicy['unreachable']>;
type Tries = NonNullable<CaseState['contactTries']>;

/** What a policy says that was published before the engine counted tries (domain.md 6) [P]. */
const usual: Unreachable = { tries: 3, days: 3, channels: 2, pauseBD: 20 };

const isUnreachable = (tries: Tries, { tries: least, days, channels }: Unreachable): boolean =>
  tries.length >= least &&
  new Set(tries.map(({ at }) => localDate(at))).size >= days &&
  new Set(tries.map(({ channel }) => channel)).size >= channels;

const unreachable = (state: CaseState, pauseBD: number, moment: Moment): readonly Happening[] => {
  const owedBy = caseOwner(state);
  const reviewOn = addBusinessDays(calendarOf(moment, owedBy), localDate(moment.now), pauseBD);
  return [
    ...(state.paused === undefined
      ? pausing(state, { reason: 'person_unreachable', reviewOn }, moment)
      : []),
    set({ kind: 'T_CONTACT', owedBy }, moment),
  ];
};

const reached = (state: CaseState, moment: Moment): readonly Happening[] => [
  ...clear(state, moment, { kinds: ['T_CONTACT'] }),
  ...(state.paused?.reason === 'person_unreachable' ? resuming(state, moment) : []),
];

const notReached = (state: CaseState, tries: Tries, moment: Moment): readonly Happening[] => {
  const limits = moment.policy.unreachable ?? usual;
  // Of a dormant case the person is to hear once before it ends.
  if (state.dormant) return clear(state, moment, { kinds: ['T_CONTACT'] });
  // The letter in the person's language is what T_CONTACT asks for; the case waits for the answer.
  if (findDeadline(state, 'T_CONTACT') !== undefined)
    return tries.at(-1)?.channel === 'letter' ? clear(state, moment, { kinds: ['T_CONTACT'] }) : [];
  const waits = state.paused?.reason === 'person_unreachable';
  return isUnreachable(tries, limits) && !waits ? unreachable(state, limits.pauseBD, moment) : [];
};

export const recordContactTry: Decider<'recordContactTry'> = (state, body, moment) => {
  const { channel } = body;
  const tries = [...(state.contactTries ?? []), { at: moment.now, channel, reached: false }];
  return accept(
    { type: 'contactTried', data: { channel, reached: body.reached } },
    ...(body.reached ? reached(state, moment) : notReached(state, tries, moment)),
  );
};
