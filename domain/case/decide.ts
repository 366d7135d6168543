/**
 * What a case answers to a command: events or a refusal (house.md 1.4). Permissions first, then the
 * matter, then the promise that something with an owner always comes next.
 */
import type { CaseEvent, Command, CommandKind, Happening, Refusal } from '../../schemas/index';
import type { Decider, Decision, Moment } from '../decision';
import { accept, inTurn, refuse } from '../decision';
import type { Context } from '../deadlines/deadline';
import { isOnReferral, permit } from '../permissions';
import * as chain from '../referral/chain';
import * as referral from '../referral/decide';
import * as draft from '../referral/draft';
import { sendReferral } from '../referral/send';
import * as admission from './admission';
import * as assessment from './assessment';
import { adoptRules } from './adopt';
import { recordVerdict } from './advice';
import { noteUndelivered } from './undelivered';
import { caseOwner, clear, nextOwed, set } from './clocks';
import { confirmVerdict } from './confirm';
import { recordContactTry } from './contact';
import * as costs from './costs';
import * as course from './course';
import { linkDecision } from './decisions';
import { changeDeadline } from './deadline-change';
import { dutyClocks } from './duties';
import * as erasure from './erasure';
import { evolve } from './evolve';
import * as lead from './lead';
import * as meeting from './meeting';
import * as merge from './merge';
import { moveCanton } from './move';
import * as opening from './opening';
import { pingPongStopped } from './ping-pong';
import { freeze, pauseCase, resumeCase } from './pause';
import { reachDeadline } from './reach';
import { reopenCase } from './reopen';
import type { CaseState, ReferralState } from './state';
import { findReferral, isErased } from './state';
import { undoLast } from './undo';
import { stamp, unfold } from './unfold';
import { clearUrgent, flagUrgent } from './urgent';
import * as withdrawal from './withdrawal';

export type Outcome =
  | { readonly ok: true; readonly events: readonly CaseEvent[]; readonly state: CaseState }
  | { readonly ok: false; readonly refusal: Refusal };

type Deciders = { readonly [K in Exclude<CommandKind, 'registerCase'>]: Decider<K> };

const deciders: Deciders = {
  acknowledgeRegistration: admission.acknowledgeRegistration,
  recordVerdict,
  confirmVerdict,
  supplyInformation: admission.supplyInformation,
  updateFacts: admission.updateFacts,
  sendReferral,
  draftReferral: draft.draftReferral,
  submitReferral: draft.submitReferral,
  discardReferral: draft.discardReferral,
  forwardReferral: chain.forwardReferral,
  resumeReferral: chain.resumeReferral,
  acknowledgeReferral: referral.acknowledgeReferral,
  requestInformation: referral.requestInformation,
  answerInformation: referral.answerInformation,
  acceptReferral: referral.acceptReferral,
  declineReferral: referral.declineReferral,
  withdrawReferral: referral.withdrawReferral,
  startReferral: referral.startReferral,
  requestReport: referral.requestReport,
  reportProgress: referral.reportProgress,
  completeReferral: referral.completeReferral,
  abortReferral: referral.abortReferral,
  informPerson: referral.informPerson,
  assignLead: lead.assignLead,
  delegateLead: lead.delegateLead,
  endDelegation: lead.endDelegation,
  preclarifyCase: opening.preclarifyCase,
  submitDraft: opening.submitDraft,
  startAssessment: assessment.startAssessment,
  completeAssessment: assessment.completeAssessment,
  reopenCase,
  requestErasure: erasure.requestErasure,
  answerErasure: erasure.answerErasure,
  placeLegalHold: erasure.placeLegalHold,
  liftLegalHold: erasure.liftLegalHold,
  eraseCase: erasure.eraseCase,
  pauseCase,
  resumeCase,
  changeDeadline,
  recordContactTry,
  flagUrgent,
  clearUrgent,
  undoLast,
  recordConsent: course.recordConsent,
  withdrawConsent: withdrawal.withdrawConsent,
  informRecipients: withdrawal.informRecipients,
  sendLetter: withdrawal.sendLetter,
  proposeMerge: merge.proposeMerge,
  acceptMerge: merge.acceptMerge,
  rejectMerge: merge.rejectMerge,
  linkCase: merge.linkCase,
  moveCanton,
  scheduleMeeting: meeting.scheduleMeeting,
  holdMeeting: meeting.holdMeeting,
  agreePlan: course.agreePlan,
  approveCosts: costs.approveCosts,
  refuseCosts: costs.refuseCosts,
  linkDecision,
  startMeasure: course.startMeasure,
  recordFollowUp: course.recordFollowUp,
  recordMilestone: course.recordMilestone,
  closeGoal: course.closeGoal,
  closeCase: course.closeCase,
  reachDeadline,
  adoptRules,
  noteUndelivered,
};

/** The referral a command speaks of, if it speaks of one and there is one. */
const namedIn = (state: CaseState, body: Command['body']): ReferralState | undefined =>
  'referralId' in body ? findReferral(state, body.referralId) : undefined;

const isStale = (state: CaseState, { expectedVersion }: Command): boolean =>
  expectedVersion !== undefined && expectedVersion !== state.version;

/** Refuses what the table of permissions does not allow; undefined when it allows. */
const barred = (state: CaseState, command: Command): Decision | undefined => {
  const { actor, body, expectedVersion = 0 } = command;
  const { kind } = body;
  const named = namedIn(state, body);
  const answer = permit(state, actor, { kind, referral: named });
  if (answer === 'not_found') return refuse(answer);
  if (isStale(state, command))
    return refuse('version_conflict', { expected: expectedVersion, actual: state.version });
  if (isOnReferral(kind) && named === undefined && 'referralId' in body)
    return refuse('unknown_referral', { referralId: body.referralId });
  if (answer === 'yes') return isErased(state) ? refuse('erased', { command: kind }) : undefined;
  return refuse(answer, { command: kind, status: (named ?? state).status });
};

/**
 * House law 6: an open case always has a next due event with an owner. Where no clock runs, the
 * orphan clock does; where another runs, it stops.
 */
const orphanClock = (state: CaseState, moment: Moment, kind: CommandKind): readonly Happening[] => {
  if (state.status === 'closed') return [];
  const others = state.deadlines.filter((deadline) => deadline.kind !== 'T_ORPHAN');
  const watched = others.length !== state.deadlines.length;
  if (nextOwed(others) !== undefined)
    return watched ? clear(state, moment, { kinds: ['T_ORPHAN'] }) : [];
  // Other rules moved it with the rest: nobody did anything for the case.
  if (watched && kind === 'adoptRules') return [];
  return [set({ kind: 'T_ORPHAN', owedBy: caseOwner(state) }, moment)];
};

const decideOn = (state: CaseState, command: Command, moment: Moment): Decision => {
  const { body } = command;
  if (body.kind === 'registerCase') return refuse('already_registered');
  const bar = barred(state, command);
  if (bar !== undefined) return bar;
  // The table pairs each kind with its decider; TypeScript can not follow a union through it.
  const decider = deciders[body.kind] as Decider<typeof body.kind>;
  const decision = decider(state, body, moment);
  if (!decision.ok) return decision;
  // A ladder that speaks wakes nothing else up.
  const own = body.kind === 'reachDeadline';
  return inTurn(
    state,
    [
      () => decision,
      (now) => accept(...pingPongStopped(state, now, moment)),
      (now) => accept(...(own ? [] : dutyClocks(now, moment))),
      (now) => accept(...freeze(now, moment)),
      // The end of an appeal period may leave nothing due.
      (now) =>
        accept(
          ...(own && nextOwed(now.deadlines) !== undefined
            ? []
            : orphanClock(now, moment, body.kind)),
        ),
    ],
    (now, events) => unfold(now, events, moment),
  );
};

const decideFor = (state: CaseState | undefined, command: Command, moment: Moment): Decision => {
  const { body } = command;
  if (state !== undefined) return decideOn(state, command, moment);
  return body.kind === 'registerCase' ? opening.registerCase(body, moment) : refuse('not_found');
};

/** Decides a command and gives the events with the state they make; a refusal changes nothing. */
export const decide = (state: CaseState | undefined, command: Command, ctx: Context): Outcome => {
  const { actor, commandId, caseId } = command;
  const decision = decideFor(state, command, { ...ctx, actor });
  if (!decision.ok) return decision;
  const made = { now: ctx.now, actor, cause: commandId };
  const events = stamp(decision.events, state?.version ?? 0, made);
  const next = events.reduce<CaseState | undefined>((now, one) => evolve(now, one, caseId), state);
  if (next === undefined) return { ok: false, refusal: { code: 'not_found', details: {} } };
  return { ok: true, events, state: next };
};
