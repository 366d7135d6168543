/**
 * What a decider asks of the state besides the table of permissions: a command for which this says no
 * is refused whatever it says, so nobody is offered it. The tests hold it against the deciders.
 */
import type {
  Actor,
  CommandKind,
  DeadlineKind,
  ReferralStatus,
  RunningPolicy,
} from '../schemas/index';
import { endsRegardless } from './case/course';
import { mayChange } from './case/deadline-change';
import { uninformedOf } from './case/ending';
import { isUnanswered, keptUntil } from './case/erasure';
import { isAhead } from './case/meeting';
import { isFrozen } from './case/ping-pong';
import { lastDay, livesOn } from './case/reopen';
import type { CaseState, ReferralState } from './case/state';
import { isErased, isOpen, isSent } from './case/state';
import { usualMinutes } from './case/undo';
import { localDate } from './deadlines/dates';
import { isFixed } from './deadlines/legal';
import { relationsOf } from './permissions';
import { mostReferrals } from './referral/send';

/** The day and the rules; without them what hangs on them counts as possible. */
export interface Today {
  readonly now: string;
  readonly policy: RunningPolicy;
}

/** The day alone, where the rules of a case are gone. */
export interface Day extends Pick<Today, 'now'> {
  readonly policy?: RunningPolicy | undefined;
}

/** Who looks at what. */
export interface Situation {
  readonly state: CaseState;
  readonly actor: Actor;
  readonly referral?: ReferralState | undefined;
  readonly today?: Today | undefined;
}

type Test = (situation: Situation) => boolean;

const has =
  (kind: DeadlineKind): Test =>
  ({ state, referral }) =>
    state.deadlines.some(
      (one) => one.kind === kind && (referral === undefined || one.referralId === referral.id),
    );

/** A referral can begin: there is room, and no meeting has to come first. */
const begins: Test = ({ state, actor }) =>
  state.referrals.length < mostReferrals &&
  (!isFrozen(state) || relationsOf(state, actor).includes('coordinator'));

const changeable = ({ state, actor }: Situation): readonly string[] =>
  state.deadlines
    .filter((one) => !isFixed(one) && one.stopped === undefined && mayChange(state, one, { actor }))
    .map(({ key }) => key);

const openGoals = ({ state }: Situation): readonly string[] =>
  (state.plan?.goals ?? []).filter((one) => one.state === 'open').map((one) => String(one.number));

const answered: readonly ReferralStatus[] = ['accepted', 'in_progress', 'reported'];

/** Who waits for an answer holds the case, unless the consent is gone that it rests on. */
const closes: Test = ({ state }) =>
  uninformedOf(state).length === 0 &&
  state.referrals.every(
    (one) => !isOpen(one) || answered.includes(one.status) || one.suspended === true,
  );

const reopens: Test = ({ state, today }) =>
  state.status === 'closed' &&
  !isErased(state) &&
  !livesOn.includes(state.outcome) &&
  (today === undefined || localDate(today.now) <= lastDay(state, today.policy.reopenMonths));

const undoes: Test = ({ state: { undoable }, actor, today }) => {
  if (undoable === undefined || undoable.by !== actor.userId) return false;
  if (today === undefined) return true;
  const { undoMinutes = usualMinutes } = today.policy;
  const { at = today.now } = undoable;
  return Date.parse(today.now) - Date.parse(at) <= undoMinutes * 60_000;
};

/** The law keeps a closed case no longer; an open one is kept by nobody yet. */
const isOver = (state: CaseState, today: Today | undefined): boolean =>
  state.status !== 'closed' ||
  today === undefined ||
  localDate(today.now) > keptUntil(state, today);

/** Kinds that are not named here are possible wherever they are permitted. */
export const possible: Readonly<Partial<Record<CommandKind, Test>>> = {
  acknowledgeRegistration: ({ state }) => !state.acknowledged,
  confirmVerdict: ({ state }) => state.verdict !== undefined,
  sendReferral: begins,
  draftReferral: ({ state }) => state.referrals.length < mostReferrals,
  submitReferral: ({ state, actor }) =>
    !isFrozen(state) || relationsOf(state, actor).includes('coordinator'),
  forwardReferral: begins,
  resumeReferral: ({ referral }) => referral?.suspended === true,
  informPerson: has('T_INFORM'),
  delegateLead: ({ state, today }) =>
    state.delegation === undefined &&
    state.leadConflict === undefined &&
    (today === undefined || today.policy.delegation !== undefined),
  endDelegation: ({ state }) => state.delegation !== undefined,
  startAssessment: ({ state }) => !state.deadlines.some(({ key }) => key === 'T_ASSESS'),
  completeAssessment: has('T_ASSESS'),
  reopenCase: reopens,
  requestErasure: ({ state, today }) =>
    !isErased(state) && !isUnanswered(state) && isOver(state, today),
  answerErasure: ({ state }) => !isErased(state) && state.restricted?.erasureSince !== undefined,
  placeLegalHold: ({ state }) => !isErased(state) && state.restricted?.hold === undefined,
  liftLegalHold: ({ state }) => !isErased(state) && state.restricted?.hold !== undefined,
  eraseCase: ({ state, today }) =>
    !isErased(state) && state.restricted?.hold === undefined && isOver(state, today),
  pauseCase: ({ state }) => state.paused === undefined,
  resumeCase: ({ state }) => state.paused !== undefined,
  changeDeadline: (situation) => changeable(situation).length > 0,
  clearUrgent: ({ state }) => state.urgent !== undefined,
  undoLast: undoes,
  informRecipients: has('T_RECALL'),
  sendLetter: has('T_LETTER'),
  proposeMerge: ({ state }) => state.mergeWith === undefined,
  acceptMerge: ({ state }) => state.mergeWith !== undefined && uninformedOf(state).length === 0,
  rejectMerge: ({ state }) => state.mergeWith !== undefined,
  holdMeeting: ({ state }) => isAhead(state),
  recordFollowUp: ({ state, today }) =>
    state.plan !== undefined &&
    (today?.policy.followUpMonths.some((month) => !state.followUpsDone.includes(month)) ?? true),
  closeGoal: (situation) => openGoals(situation).length > 0,
  closeCase: closes,
};

/** True when the state stands in nobody's way. */
export const isPossible = (kind: CommandKind, situation: Situation): boolean =>
  possible[kind]?.(situation) ?? true;

/** What was advised stands already, or can not be confirmed as it is. */
const needsOutcome = ({ state: { verdict, status, confirmed } }: Situation): boolean =>
  verdict !== undefined &&
  (verdict.outcome === confirmed ||
    (verdict.outcome === 'returned_info' && status === 'returned_info') ||
    (verdict.outcome === 'deferred' && verdict.deferFor === undefined));

/** Fields that may be left out as a rule, and may not now. */
export const neededFields = (kind: CommandKind, situation: Situation): readonly string[] => {
  if (kind !== 'confirmVerdict' || !needsOutcome(situation)) return [];
  // Whoever confirms what a colleague proposed takes over its reason.
  return situation.state.override === undefined ? ['outcome', 'reason'] : ['outcome'];
};

type Taken = (code: string, situation: Situation) => boolean;

const taken: Readonly<Record<string, Taken>> = {
  'declineReferral.reason': (code, { today }) =>
    today?.policy.declineReasons?.some((one) => one === code) ?? true,
  'confirmVerdict.outcome': (code, { state: { confirmed, verdict } }) =>
    code !== confirmed && (code !== 'deferred' || verdict?.deferFor !== undefined),
  'flagUrgent.risk': (code, { state }) => code !== state.urgent?.risk,
  'closeCase.outcome': (code, situation) =>
    (openGoals(situation).length === 0 || endsRegardless.some((one) => one === code)) &&
    (code === 'deceased' || !has('T_LETTER')(situation)) &&
    (code === 'consent_withdrawn' || !situation.state.referrals.some(holdsBack)),
  'answerErasure.answer': (code, { state }) => code === 'withdrawn' || isUnanswered(state),
  'moveCanton.to': (code, { state }) => code !== (state.leavingTo ?? state.canton),
};

/** Stopped without its consent and unanswered: only the end by withdrawal ends it. */
const holdsBack = (one: ReferralState): boolean =>
  isOpen(one) && one.suspended === true && !answered.includes(one.status);

/** Whether a code is taken in a field now; of other fields all codes are. */
export const takesCode = (field: string, code: string, situation: Situation): boolean =>
  taken[field]?.(code, situation) ?? true;

/** What there is to choose from in fields that name something of the case. */
export const choices: Readonly<Record<string, (situation: Situation) => readonly string[]>> = {
  'changeDeadline.key': changeable,
  'closeGoal.number': openGoals,
  'recordFollowUp.goals.number': openGoals,
  'linkDecision.about': ({ state }) => state.referrals.filter(isSent).map(({ id }) => id),
};
