/**
 * A case that goes back and forth (domain.md 6): the offices stop referring it to each other and have
 * to meet; until then the office that registered it leads for the time being. A bilateral case
 * becomes a joint one with that: the bilateral route is what failed.
 */
import type { Happening, InstitutionId } from '../../schemas/index';
import { startDeadline } from '../deadlines/deadline';
import { addDays, localDate } from '../deadlines/dates';
import type { Decision, Moment } from '../decision';
import { refuse } from '../decision';
import { relationsOf } from '../permissions';
import { clear, findDeadline, set } from './clocks';
import type { Evolver } from './evolver';
import type { CaseState, ReferralState } from './state';
import { activeStatuses, leadOf } from './state';

/** Until the offices have met, only the coordinator refers anybody. */
export const isFrozen = ({ pingPong }: CaseState): boolean =>
  pingPong !== undefined && pingPong.settledAt === undefined;

/** Why this actor may refer nobody now; undefined when it may. */
export const mayRefer = (state: CaseState, { actor }: Moment): Decision | undefined =>
  isFrozen(state) && !relationsOf(state, actor).includes('coordinator')
    ? refuse('meeting_first', { since: localDate(state.pingPong?.since ?? state.changedAt) })
    : undefined;

/** What was settled by a meeting counts no more. */
const isSince = ({ pingPong }: CaseState, at: string | undefined): boolean =>
  at !== undefined &&
  (pingPong?.settledAt === undefined || Date.parse(at) > Date.parse(pingPong.settledAt));

const saysNotCompetent = (state: CaseState, referral: ReferralState): boolean =>
  referral.status === 'declined' &&
  referral.code === 'not_competent' &&
  isSince(state, referral.answeredAt);

/** The offices that said since then that they are not competent. */
const decliners = (state: CaseState): readonly InstitutionId[] => [
  ...new Set(state.referrals.filter((one) => saysNotCompetent(state, one)).map(({ to }) => to)),
];

const leadChanges = (state: CaseState, withinDays: number, moment: Moment): number => {
  const first = addDays(localDate(moment.now), -withinDays);
  return (state.leadChanges ?? []).filter((at) => isSince(state, at) && localDate(at) >= first)
    .length;
};

/** Between whom it goes back and forth by what just happened; undefined when it does not. */
const between = (
  before: CaseState,
  now: CaseState,
  moment: Moment,
): readonly InstitutionId[] | undefined => {
  const { pingPong } = moment.policy;
  if (pingPong === undefined || isFrozen(now)) return undefined;
  const declined = decliners(now);
  if (declined.length >= pingPong.declines && declined.length > decliners(before).length)
    return declined;
  const { leads, withinDays } = pingPong;
  const changed = now.leadChanges?.length !== before.leadChanges?.length;
  const led = [leadOf(before), leadOf(now)].filter((id) => id !== undefined);
  return changed && leadChanges(now, withinDays, moment) >= leads ? led : undefined;
};

const metAnyhow: readonly string[] = ['bilateral', ...activeStatuses];

/** The meeting is due in time; one that is due earlier already stays. */
const meetingDue = (state: CaseState, meetingBD: number, moment: Moment): Happening[] => {
  const owedBy = moment.policy.coordination;
  const request = { kind: 'T_RT', owedBy, term: { BD: meetingBD } } as const;
  const standing = findDeadline(state, 'T_RT')?.dueAt;
  const due = startDeadline(request, moment).dueAt;
  return standing !== undefined && Date.parse(standing) <= Date.parse(due)
    ? []
    : [set(request, moment)];
};

/** What the engine does after a command that made the case go back and forth once too often. */
export const pingPongStopped = (
  before: CaseState,
  now: CaseState,
  moment: Moment,
): readonly Happening[] => {
  const offices = between(before, now, moment);
  if (offices === undefined || !metAnyhow.includes(now.status)) return [];
  const { meetingBD = 10 } = moment.policy.pingPong ?? {};
  const data = { institutionId: now.registeredBy, interim: true };
  return [
    { type: 'pingPongDetected', data: { between: [...offices] } },
    { type: 'leadAssigned', data },
    // The next step is the meeting, and the claims of before are part of it.
    ...clear(now, moment, { kinds: ['T_NEXT', 'T_LEAD', 'T_DELEGATION'] }),
    ...meetingDue(now, meetingBD, moment),
  ];
};

/** The offices met, or agreed on who does what: referrals are free again. */
export const settledAt = <S extends CaseState>(state: S, at: string): S =>
  state.pingPong === undefined || state.pingPong.settledAt !== undefined
    ? state
    : { ...state, pingPong: { ...state.pingPong, settledAt: at } };

const detected: Evolver<'pingPongDetected'> = (state, { at }) => ({
  ...state,
  pingPong: { since: at },
});

/** Notes that the lead went from one office to another. */
export const withLeadChange = (before: CaseState, now: CaseState, at: string): CaseState => {
  const [from, to] = [leadOf(before), leadOf(now)];
  return from === undefined || from === to
    ? now
    : { ...now, leadChanges: [...(now.leadChanges ?? []), at] };
};

export const pingPongEvolvers = { pingPongDetected: detected } as const;
